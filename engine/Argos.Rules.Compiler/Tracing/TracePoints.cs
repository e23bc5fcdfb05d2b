using System.Collections.Immutable;
using Argos.Rules.Sandbox.Tracing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>Numbers the places of a policy.</summary>
internal sealed class TracePoints(SyntaxTree tree)
{
    private const int MaximumText = 160;

    private readonly SourceText _text = tree.GetText();
    private readonly List<(SyntaxNode Node, TracePoint Site)> _sites = [];

    public int Count => _sites.Count;

    /// <summary>Takes a number for a place.</summary>
    public int Add(TraceKind kind, SyntaxNode node, ImmutableArray<TextSpan> values = default)
    {
        var lines = tree.GetLineSpan(node.Span);
        var site = new TracePoint(
            kind,
            lines.StartLinePosition.Line + 1,
            lines.StartLinePosition.Character + 1,
            lines.EndLinePosition.Line + 1,
            lines.EndLinePosition.Character + 1,
            kind == TraceKind.Line ? "" : OneLine(node.Span),
            Around(node.Span, values),
            []);
        _sites.Add((node, site));
        return _sites.Count - 1;
    }

    /// <summary>The numbers of the places within a part of the source that say something.</summary>
    public IEnumerable<int> Within(SyntaxNode part) => Enumerable.Range(0, _sites.Count).Where(i => _sites[i].Site.Kind != TraceKind.Line && part.Span.Contains(_sites[i].Node.Span));

    public ImmutableArray<TracePoint> ToImmutable(Func<SyntaxNode, IEnumerable<int>> needs) =>
        [.. _sites.Select(s => s.Site.Kind == TraceKind.Return ? s.Site with { Needs = [.. needs(s.Node)] } : s.Site)];

    private ImmutableArray<string> Around(TextSpan whole, ImmutableArray<TextSpan> values)
    {
        if (values.IsDefaultOrEmpty) return [];
        var parts = ImmutableArray.CreateBuilder<string>();
        var at = whole.Start;
        foreach (var value in values)
        {
            parts.Add(OneLine(TextSpan.FromBounds(at, value.Start)));
            at = value.End;
        }
        parts.Add(OneLine(TextSpan.FromBounds(at, whole.End)));
        return parts.ToImmutable();
    }

    /// <summary>A part of the source on one line: line breaks and what indents the next line become one blank.</summary>
    private string OneLine(TextSpan span)
    {
        var text = string.Join(' ', _text.ToString(span).Split('\n').Select(static (line, i) => i == 0 ? line.TrimEnd('\r') : line.Trim()));
        return text.Length <= MaximumText ? text : string.Concat(text.AsSpan(0, MaximumText), "...");
    }
}
