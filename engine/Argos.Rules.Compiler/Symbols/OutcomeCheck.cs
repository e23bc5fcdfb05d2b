using Argos.Rules.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>A policy returns outcomes, and nothing else.</summary>
internal static class OutcomeCheck
{
    private const string HowTo = "write `return Allow(...);`, `return Deny(\"code\");` or `return Wait(key, \"code\");`";

    public static void Check(SemanticModel model, SyntaxNode root, Reports reports)
    {
        var any = false;
        foreach (var statement in root.DescendantNodes(static n => n is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax)).OfType<StatementSyntax>())
        {
            if (statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true })
                reports.Add(statement, "ARG0309", $"a value without a semicolon is not an outcome; {HowTo}");
            if (statement is not ReturnStatementSyntax result) continue;
            any = true;
            var type = result.Expression is { } value ? model.GetTypeInfo(value).Type : null;
            if (type is IErrorTypeSymbol || Is(type, typeof(Outcome))) continue;
            if (result.Expression is ImplicitObjectCreationExpressionSyntax) continue;
            reports.Add(statement, "ARG0309", $"a policy returns an outcome, not {(type is null ? "nothing" : $"`{type.Name}`")}; {HowTo}");
        }
        if (!any) reports.Add(root.GetLastToken().GetLocation(), "ARG0308", $"the policy never returns an outcome; {HowTo}");
        else if (MissingReturn.Find(root) is { } last) reports.Add(last, "ARG0318", "the policy can end here without an outcome; let every way through it end with a `return`");
    }

    private static bool Is(ITypeSymbol? type, Type expected)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.ToDisplayString() == expected.FullName) return true;
        }
        return false;
    }
}
