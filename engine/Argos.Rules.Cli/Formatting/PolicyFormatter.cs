using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Texts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Argos.Rules.Contracts.Management.Diagnostic;
using Location = Argos.Rules.Contracts.Management.Location;

namespace Argos.Rules.Cli.Formatting;

/// <summary>
/// A modest formatter: one blank between tokens where one belongs, one blank line at most, nothing at the ends of lines, four spaces for a level, the front matter's keys in
/// order. Where lines break is the author's choice, and what is inside a text is never touched.
/// </summary>
internal static class PolicyFormatter
{
    private const int Level = 4;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The formatted text; the text itself when it does not parse or formatting would change a token.</summary>
    public static string Format(string source)
    {
        var text = FrontMatterOrder.Sort(ByteOrderMark.Without(source).ReplaceLineEndings("\n"));
        var tree = CSharpSyntaxTree.ParseText(text, Options);
        if (tree.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error)) return source;
        var spaced = CSharpSyntaxTree.ParseText(TokenSpacing.Apply(text, tree.GetRoot()), Options);
        if (!SameTokens(tree.GetRoot(), spaced.GetRoot())) spaced = tree;
        var formatted = Lines(spaced.GetText(), spaced.GetRoot());
        return SameTokens(tree.GetRoot(), CSharpSyntaxTree.ParseText(formatted, Options).GetRoot()) ? formatted : source;
    }

    /// <summary>Why a text stays as it is: where it does not parse.</summary>
    public static ImmutableArray<Diagnostic> Problems(string shown, string source) =>
    [
        .. CSharpSyntaxTree.ParseText(ByteOrderMark.Without(source), Options).GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(d =>
        {
            var start = d.Location.GetLineSpan().StartLinePosition;
            return new Diagnostic(d.Id, d.GetMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" "), new Location(shown, start.Line + 1, start.Character + 1));
        }),
    ];

    private static string Lines(SourceText text, SyntaxNode root)
    {
        var result = new List<string>();
        var shift = 0;
        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            if (IsInsideText(root, line))
            {
                result.Add(content);
                continue;
            }
            var trimmed = content.Trim(' ', '\t');
            if (trimmed.Length == 0)
            {
                if (result.Count > 0 && result[^1].Length > 0) result.Add("");
                continue;
            }
            var before = Width(content[..^content.AsSpan().TrimStart(" \t").Length]);
            var wanted = Indentation(root, line.Start + content.IndexOf(trimmed[0], StringComparison.Ordinal));
            // A line that goes on with a statement moves with the statement's first line.
            if (wanted is { } indentation) shift = indentation - before;
            result.Add(new string(' ', Math.Max(0, before + shift)) + (EndsInsideText(root, line) ? content.TrimStart(' ', '\t') : trimmed));
        }
        while (result.Count > 0 && result[^1].Length == 0) result.RemoveAt(result.Count - 1);
        return string.Join('\n', result) + "\n";
    }

    /// <summary>The indentation of a line that begins a statement, a comment or ends a block; nothing for one that goes on.</summary>
    private static int? Indentation(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        var isComment = position < token.SpanStart;
        var closes = !isComment && token.IsKind(SyntaxKind.CloseBraceToken) && token.Parent is BlockSyntax or SwitchStatementSyntax;
        var begins = isComment || closes || (token.IsKind(SyntaxKind.OpenBraceToken) && token.Parent is BlockSyntax or SwitchStatementSyntax)
            || token.Parent?.AncestorsAndSelf().Any(n => n is StatementSyntax or MemberDeclarationSyntax or SwitchLabelSyntax && n.SpanStart == token.SpanStart) == true;
        if (!begins) return null;
        var depth = token.Parent?.AncestorsAndSelf().Count(n => Opens(n, position, isComment && token.IsKind(SyntaxKind.CloseBraceToken))) ?? 0;
        return depth * Level;
    }

    private static bool Opens(SyntaxNode node, int position, bool beforeClosing) => node switch
    {
        BlockSyntax block => Within(block.OpenBraceToken, block.CloseBraceToken, position, beforeClosing),
        SwitchStatementSyntax choice => Within(choice.OpenBraceToken, choice.CloseBraceToken, position, beforeClosing),
        SwitchSectionSyntax section => section.Statements.Count > 0 && position >= section.Statements[0].FullSpan.Start && section.Statements[0] is not BlockSyntax,
        // A statement on a line of its own below `if` or a loop.
        StatementSyntax { Parent: IfStatementSyntax or ElseClauseSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax } body =>
            body is not BlockSyntax && !(body is IfStatementSyntax && body.Parent is ElseClauseSyntax),
        _ => false,
    };

    private static bool Within(SyntaxToken open, SyntaxToken close, int position, bool beforeClosing) => position > open.SpanStart && (position < close.SpanStart || beforeClosing);

    private static bool IsInsideText(SyntaxNode root, TextLine line) => line.Start > 0 && IsInsideToken(root, line.Start);

    private static bool EndsInsideText(SyntaxNode root, TextLine line) => line.EndIncludingLineBreak > line.End && IsInsideToken(root, line.End);

    /// <summary>Whether a position is inside a token, or inside an interpolated text, whose blanks are part of it.</summary>
    private static bool IsInsideToken(SyntaxNode root, int position)
    {
        var token = root.FindToken(Math.Max(0, Math.Min(position, root.FullSpan.End - 1)));
        if (token.SpanStart < position && position < token.Span.End) return true;
        return token.Parent?.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>().Any(s => s.SpanStart < position && position < s.Span.End) == true;
    }

    private static int Width(string blanks) => blanks.Aggregate(0, static (width, c) => c == '\t' ? ((width / Level) + 1) * Level : width + 1);

    private static bool SameTokens(SyntaxNode before, SyntaxNode after) =>
        before.DescendantTokens().Select(static t => t.Text).SequenceEqual(after.DescendantTokens().Select(static t => t.Text), StringComparer.Ordinal);
}
