using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Reference;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Policies;

/// <summary>What is said of the name at a place.</summary>
internal static class PolicyHover
{
    public static Hover? At(PolicyText policy)
    {
        if (Lint(policy) is { } page) return page;
        if (FrontMatterHelp.Hover(policy) is { } ofFrontMatter) return ofFrontMatter;
        var token = TokenAt(policy);
        if (token.IsKind(SyntaxKind.StringLiteralToken) && StringHelp.Setting(policy, token) is { } setting)
        {
            return new Hover(new Markdown($"`{setting.Name}`: {StringHelp.Described(setting)}\n\n{setting.Help}".TrimEnd()),
                policy.RangeOf(token.Span));
        }
        return SymbolAt(policy, token) is { } symbol ? new Hover(SymbolText.Whole(symbol), policy.RangeOf(token.Span)) : null;
    }

    public static SyntaxToken TokenAt(PolicyText policy)
    {
        var token = policy.Root.FindToken(policy.Offset);
        // Behind its last character a name is meant too.
        return token.SpanStart == policy.Offset && !token.IsKind(SyntaxKind.IdentifierToken) && policy.Offset > 0
            ? policy.Root.FindToken(policy.Offset - 1) : token;
    }

    public static ISymbol? SymbolAt(PolicyText policy, SyntaxToken token)
    {
        if (token.Parent is not { } node || !token.Span.Contains(policy.Offset) && token.Span.End != policy.Offset) return null;
        if (policy.Model.GetDeclaredSymbol(node) is { } declared && token.IsKind(SyntaxKind.IdentifierToken)) return declared;
        if (node is not (ExpressionSyntax or NameColonSyntax)) return null;
        var info = policy.Model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    /// <summary>The page of the code that a comment names.</summary>
    private static Hover? Lint(PolicyText policy)
    {
        var (start, end) = (policy.Offset, policy.Offset);
        while (start > 0 && TextLines.IsOfWord(policy.Text[start - 1])) start--;
        while (end < policy.Text.Length && TextLines.IsOfWord(policy.Text[end])) end++;
        var word = policy.Text[start..end];
        return word.StartsWith("ARG", StringComparison.Ordinal) && LintPages.Find(word) is { } page
            ? new Hover(new Markdown(page), TextLines.RangeOf(policy.Text, start, end)) : null;
    }
}
