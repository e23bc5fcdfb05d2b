using System.Collections.Immutable;
using Argos.Rules.Sandbox;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>Collects refusals; the same thing at the same place is said once.</summary>
internal sealed class Reports(string id)
{
    private const int Maximum = 50;

    private readonly HashSet<(List<Diagnostic> In, int Row, int Col, string Code)> _seen = [];
    private readonly List<Diagnostic> _found = [];
    private readonly List<Diagnostic> _consequences = [];
    private (int Start, int End) _last;

    public void Add(SyntaxNode at, string code, string message) => Add(at.GetLocation(), code, message);

    public void Add(Location at, string code, string message)
    {
        _last = (at.SourceSpan.Start, at.SourceSpan.End);
        Add(_found, at, code, message);
    }

    /// <summary>Reports what follows from another refusal: it is reported only when that one was overlooked.</summary>
    public void AddConsequence(SyntaxNode at, string code, string message) => Add(_consequences, at.GetLocation(), code, message);

    /// <summary>Whether the last refusal lies within a node. Of nodes that come after all that is in them, it tells whether any does.</summary>
    public bool LastIsWithin(SyntaxNode node) => _found.Count > 0 && node.SpanStart <= _last.Start && _last.End <= node.Span.End;

    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. (_found.Count > 0 ? _found : _consequences).OrderBy(static d => d.Location!.Row).ThenBy(static d => d.Location!.Col).ThenBy(static d => d.Code, StringComparer.Ordinal).Take(Maximum)];

    private void Add(List<Diagnostic> to, Location at, string code, string message)
    {
        var start = at.GetLineSpan().StartLinePosition;
        if (_seen.Add((to, start.Line, start.Character, code)))
            to.Add(DiagnosticFactory.At(id, start.Line + 1, start.Character + 1, code, message));
    }
}
