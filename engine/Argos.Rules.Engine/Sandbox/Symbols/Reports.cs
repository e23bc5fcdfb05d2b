using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;

namespace Argos.Rules.Engine.Sandbox.Symbols;

/// <summary>Collects refusals; the same thing at the same place is said once.</summary>
internal sealed class Reports(string id)
{
    private const int Maximum = 50;

    private readonly HashSet<(int Row, int Col, string Code)> _seen = [];
    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();

    public void Add(SyntaxNode at, string code, string message) => Add(at.GetLocation(), code, message);

    public void Add(Location at, string code, string message)
    {
        var start = at.GetLineSpan().StartLinePosition;
        if (_found.Count < Maximum && _seen.Add((start.Line, start.Character, code)))
        {
            _found.Add(Refusal.At(id, start.Line + 1, start.Character + 1, code, message));
        }
    }

    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. _found.OrderBy(static d => d.Location!.Row).ThenBy(static d => d.Location!.Col).ThenBy(static d => d.Code, StringComparer.Ordinal)];
}
