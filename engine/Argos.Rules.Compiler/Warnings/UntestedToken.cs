using Argos.Rules.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>A token that is verified, and nobody asks how that went.</summary>
internal static class UntestedToken
{
    private static readonly string[] Tests = [nameof(TokenCheck.Valid), nameof(TokenCheck.Finding), nameof(TokenCheck.Code)];

    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root, SemanticModel model) =>
        from call in root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: nameof(PolicyTokens.Verify), ContainingType.Name: nameof(PolicyTokens) } && !ResultUses.IsTested(call, Tests, root, model)
        select new PolicyWarnings.Finding(call, "ARG1003", "the result of `Tokens.Verify` is never tested; write `if (!token.Valid) return Deny(token.Code, token.Problem);`");
}
