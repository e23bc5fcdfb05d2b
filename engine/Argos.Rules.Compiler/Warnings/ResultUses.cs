using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>What becomes of a value: whether anybody asks it what has to be asked.</summary>
internal static class ResultUses
{
    /// <summary>Whether one of the members is read of a value, or of the variable that it goes into.</summary>
    public static bool IsTested(SyntaxNode value, string[] tests, SyntaxNode root, SemanticModel model)
    {
        switch (value.Parent)
        {
            case MemberAccessExpressionSyntax access:
                return tests.Contains(access.Name.Identifier.Text, StringComparer.Ordinal);
            case IsPatternExpressionSyntax test:
                return tests.Any(test.Pattern.ToString().Contains);
            case ExpressionStatementSyntax:
                return false;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } }:
                return false;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                return model.GetDeclaredSymbol(variable) is { } symbol && Uses(symbol, root, model).Any(use => IsTested(use, tests, root, model));
            default:
                // Given to a function, or part of something larger: what happens there is not followed.
                return true;
        }
    }

    private static IEnumerable<SyntaxNode> Uses(ISymbol symbol, SyntaxNode root, SemanticModel model) => root.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.Text == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol));
}
