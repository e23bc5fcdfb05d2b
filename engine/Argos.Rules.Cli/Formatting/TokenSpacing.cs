using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argos.Rules.Cli.Formatting;

/// <summary>The blanks between two tokens of one line, as the compiler's own printer sets them. Comments, texts and line breaks
/// stay.</summary>
internal static class TokenSpacing
{
    public static string Apply(string text, SyntaxNode root)
    {
        var printed = root.NormalizeWhitespace(indentation: "", eol: "\n");
        var (before, after) = (root.DescendantTokens().ToArray(), printed.DescendantTokens().ToArray());
        if (before.Length != after.Length) return text;
        var printedText = printed.ToFullString();
        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (var i = 0; i + 1 < before.Length; i++)
        {
            var gap = TextSpan.FromBounds(before[i].Span.End, Math.Max(before[i].Span.End, before[i + 1].SpanStart));
            if (!IsBlank(text, gap) || IsInText(before[i]) || IsInText(before[i + 1])) continue;
            var wanted = Wanted(before[i], before[i + 1],
                printedText.AsSpan(after[i].Span.End, Math.Max(0, after[i + 1].SpanStart - after[i].Span.End)));
            result.Append(text, copied, gap.Start - copied).Append(wanted);
            copied = gap.End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static string Wanted(SyntaxToken left, SyntaxToken right, ReadOnlySpan<char> printed)
    {
        // What the end of the text and a token that is missing have before them is nobody's choice.
        if (right.IsKind(SyntaxKind.EndOfFileToken) || right.Span.IsEmpty) return "";
        if (left.IsKind(SyntaxKind.OpenBracketToken) || left.IsKind(SyntaxKind.OpenParenToken)) return "";
        if (right.Kind()
            is SyntaxKind.CloseBracketToken or SyntaxKind.CloseParenToken or SyntaxKind.CommaToken or SyntaxKind.SemicolonToken) return "";
        // The printer forgets the word behind a bracket: `CheckUris() is { } bad`.
        var closed = left.Kind() is SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken && left.Parent is not CastExpressionSyntax;
        if (closed && (SyntaxFacts.IsKeywordKind(right.Kind()) || SyntaxFacts.IsContextualKeyword(right.Kind()))) return " ";
        // The printer breaks lines at braces; who wrote on one line keeps it.
        return printed.IsEmpty ? "" : " ";
    }

    private static bool IsBlank(string text, TextSpan gap)
    {
        foreach (var c in text.AsSpan(gap.Start, gap.Length))
        {
            if (c is not (' ' or '\t')) return false;
        }
        return true;
    }

    private static bool IsInText(SyntaxToken token) =>
        token.Parent?.AncestorsAndSelf().Any(static n => n is InterpolatedStringExpressionSyntax) == true
        && !(token.IsKind(SyntaxKind.InterpolatedStringStartToken) || token.IsKind(SyntaxKind.InterpolatedStringEndToken)
            || token.IsKind(SyntaxKind.InterpolatedRawStringEndToken));
}
