using Argos.Rules.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Engine.Scripting.Warnings;

/// <summary>A token that is verified, and nobody asks how that went.</summary>
internal static class UntestedToken
{
    private static readonly string[] Tests = [nameof(TokenCheck.Valid), nameof(TokenCheck.Finding), nameof(TokenCheck.Code)];

    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model) =>
        from call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: nameof(PolicyTokens.Verify), ContainingType.Name: nameof(PolicyTokens) } && !IsTested(call, root, model)
        select new PolicyWarnings.Finding(call, "ARG1003", "the result of `Tokens.Verify` is never tested; write `if (!token.Valid) return Deny(token.Code, token.Problem);`");

    private static bool IsTested(SyntaxNode value, SyntaxNode root, SemanticModel model)
    {
        switch (value.Parent)
        {
            case MemberAccessExpressionSyntax access:
                return Tests.Contains(access.Name.Identifier.Text, StringComparer.Ordinal);
            case IsPatternExpressionSyntax test:
                return Tests.Any(test.Pattern.ToString().Contains);
            case ExpressionStatementSyntax:
                return false;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } }:
                return false;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                return model.GetDeclaredSymbol(variable) is { } symbol && Uses(symbol, root, model).Any(use => IsTested(use, root, model));
            default:
                // Given to a function, or part of something larger: what happens there is not followed.
                return true;
        }
    }

    private static IEnumerable<SyntaxNode> Uses(ISymbol symbol, SyntaxNode root, SemanticModel model) => root.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.Text == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol));
}
