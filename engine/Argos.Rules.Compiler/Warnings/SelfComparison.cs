using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Warnings;

/// <summary>A value compared with itself: a check that checks nothing.</summary>
internal static class SelfComparison
{
    public static IEnumerable<PolicyWarnings.Finding> Find(SyntaxNode root) =>
        from node in root.DescendantNodes()
        let sides = Sides(node)
        where sides is { Left: not LiteralExpressionSyntax } && SyntaxFactory.AreEquivalent(sides.Value.Left, sides.Value.Right)
        select new PolicyWarnings.Finding(node, "ARG1001", $"`{sides.Value.Left}` is compared with itself; compare it with what it has to be");

    private static (ExpressionSyntax Left, ExpressionSyntax Right)? Sides(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax comparison when IsComparison(comparison) => (Bare(comparison.Left), Bare(comparison.Right)),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Equals" or "IsSubsetOf" or "IsSupersetOf" or "SetEquals" or "SequenceEqual" or "CompareOrdinal" or "Compare" or "CompareTo" or "StartsWith" or "EndsWith" or "Contains" } call } invocation => Sides(call, invocation.ArgumentList.Arguments),
        _ => null,
    };

    private static (ExpressionSyntax, ExpressionSyntax)? Sides(MemberAccessExpressionSyntax call, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        // string.Equals(a, b) and string.CompareOrdinal(a, b) have both sides in the brackets.
        if (call.Expression is PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.Text: "String" }) return arguments.Count >= 2 ? (Bare(arguments[0].Expression), Bare(arguments[1].Expression)) : null;
        return arguments.Count >= 1 ? (Bare(call.Expression), Bare(arguments[0].Expression)) : null;
    }

    private static bool IsComparison(BinaryExpressionSyntax node) => node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
        or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : expression;
}
