using Argos.Rules.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>Reason codes that are written into a policy are good ones. Of those that it puts together the evaluation tells.</summary>
internal static class ReasonCodeCheck
{
    private const string Parameter = "code";

    public static void Check(SemanticModel model, SyntaxNode root, Reports reports)
    {
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol
                {
                    Name: nameof(PolicyContext.Deny) or nameof(PolicyContext.Wait),
                    ContainingType.Name: nameof(PolicyContext)
                } method) continue;
            foreach (var argument in call.ArgumentList.Arguments)
            {
                var name = argument.NameColon?.Name.Identifier.Text
                    ?? method.Parameters.ElementAtOrDefault(call.ArgumentList.Arguments.IndexOf(argument))?.Name;
                if (name == Parameter) Check(argument.Expression, model, reports);
            }
        }
    }

    private static void Check(ExpressionSyntax value, SemanticModel model, Reports reports)
    {
        switch (value)
        {
            case ParenthesizedExpressionSyntax inner:
                Check(inner.Expression, model, reports);
                return;
            case ConditionalExpressionSyntax choice:
                Check(choice.WhenTrue, model, reports);
                Check(choice.WhenFalse, model, reports);
                return;
            case SwitchExpressionSyntax choice:
                foreach (var arm in choice.Arms) Check(arm.Expression, model, reports);
                return;
        }
        if (model.GetConstantValue(value) is not { HasValue: true, Value: string code } || ReasonCode.IsValid(code)) return;
        var better = Better(code);
        reports.Add(value, "ARG0317",
            $"a reason code is a word of lower-case letters, digits and single `-`, such as `pod-replaced`, of at most {ReasonCode.MaximumLength} characters{(ReasonCode.IsValid(better) ? $"; write `{better}`" : "")}");
    }

    /// <summary>The code that is meant: words with hyphens between them.</summary>
    private static string Better(string code)
    {
        var words = new List<char>(code.Length);
        foreach (var (i, c) in code.Take(ReasonCode.MaximumLength * 2).Index())
        {
            var begins = char.IsAsciiLetterUpper(c) && i > 0 && char.IsAsciiLetterLower(code[i - 1]);
            if ((begins || !char.IsAsciiLetterOrDigit(c)) && words.Count > 0 && words[^1] != '-') words.Add('-');
            if (char.IsAsciiLetterOrDigit(c)) words.Add(char.ToLowerInvariant(c));
        }
        return new string([.. words]).Trim('-');
    }
}
