using Argos.Rules.Language.Patterns;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Sandbox.Patterns;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>
/// The patterns of <c>Matches</c>: known when the policy is compiled, and good; a bad one is reported at its place in the literal.
/// </summary>
internal static class PatternCheck
{
    private const string Known = "the pattern of `Matches` must be a literal, so that it is checked before it decides; for names that change use `Settings.Texts(...)` and `==`, `StartsWith` or `EndsWith`";

    public static void Check(SemanticModel model, SyntaxNode root, Reports reports)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || method.GetDocumentationCommentId() != "M:" + PatternTable.Member) continue;
            if (call.ArgumentList.Arguments is not [_, { NameColon: null or { Name.Identifier.Text: "pattern" }, Expression: LiteralExpressionSyntax literal }] || model.GetConstantValue(literal).Value is not string text)
            {
                reports.Add(call.ArgumentList.Arguments.Count > 1 ? call.ArgumentList.Arguments[1] : call, "ARG0311", Known);
            }
            else if (!TextPattern.TryParse(text, out _, out var problem))
            {
                reports.Add(Place(literal, problem.Offset), "ARG0312", $"the pattern cannot be used: {problem.Message}");
            }
            else if (texts.Add(text) && texts.Count > PatternUse.Maximum)
            {
                reports.Add(literal, "ARG0313", $"a policy has at most {PatternUse.Maximum} patterns; put alternatives into one with `|`");
            }
        }
    }

    /// <summary>Where a character of the value stands in the literal.</summary>
    private static Location Place(LiteralExpressionSyntax literal, int offset)
    {
        var (text, at) = (literal.Token.Text, 0);
        if (literal.Token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)) at = Math.Max(0, text.IndexOf(literal.Token.ValueText, StringComparison.Ordinal)) + offset;
        else if (text.StartsWith('@')) at = Skip(text, 2, offset, static (t, i) => t[i] == '"' ? 2 : 1);
        else if (text.StartsWith('"') && !text.StartsWith("\"\"\"", StringComparison.Ordinal)) at = Skip(text, 1, offset, Escape);
        return Location.Create(literal.SyntaxTree, new TextSpan(literal.SpanStart + Math.Min(at, text.Length - 1), 0));
    }

    private static int Skip(string text, int at, int count, Func<string, int, int> width)
    {
        for (; count > 0 && at < text.Length; count--) at += width(text, at);
        return at;
    }

    private static int Escape(string text, int at) => text[at] != '\\' || at + 1 >= text.Length ? 1 : text[at + 1] switch
    {
        'u' => 6,
        'U' => 10,
        _ => 2,
    };
}
