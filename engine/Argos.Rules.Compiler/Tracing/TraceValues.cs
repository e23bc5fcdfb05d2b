using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Tracing;

/// <summary>Which expressions of a policy can be reported without changing what they mean.</summary>
internal sealed class TraceValues(SemanticModel model)
{
    public static bool IsLogical(BinaryExpressionSyntax node) => node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression);

    /// <summary>The expression without brackets and negations around it.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax node) => node switch
    {
        ParenthesizedExpressionSyntax brackets => Bare(brackets.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Bare(not.Operand),
        _ => node,
    };

    /// <summary>Whether it is decided at run time. What is constant stays so: the compiler draws conclusions from it.</summary>
    public bool IsCondition(ExpressionSyntax node) => model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_Boolean && !IsConstant(node);

    /// <summary>The values that a condition looks at, in the order of the text.</summary>
    public ImmutableArray<ExpressionSyntax> Compared(ExpressionSyntax condition) => [.. (condition switch
    {
        IsPatternExpressionSyntax test => [test.Expression],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test => [test.Left],
        BinaryExpressionSyntax comparison when IsComparison(comparison) => [comparison.Left, comparison.Right],
        InvocationExpressionSyntax call => Arguments(call),
        _ => Enumerable.Empty<ExpressionSyntax>(),
    }).Where(CanShow)];

    /// <summary>Whether a call can stand around it: it has a type of its own and is not a part of a chain of <c>?.</c>.</summary>
    public bool CanPass(ExpressionSyntax node) =>
        model.GetTypeInfo(node).Type is { SpecialType: not SpecialType.System_Void, IsRefLikeType: false, IsAnonymousType: false, TypeKind: not (TypeKind.Error or TypeKind.Dynamic) } && !IsConstant(node) && !IsInChain(node) && !Assigns(node);

    public bool IsOfItsOwnType(ExpressionSyntax node) => CanPass(node) && model.GetConversion(node).IsIdentity;

    private bool CanShow(ExpressionSyntax node) =>
        TraceTypes.IsShown(model.GetTypeInfo(node).Type) && model.GetSymbolInfo(node).Symbol is not (ITypeSymbol or INamespaceSymbol or IMethodSymbol { MethodKind: MethodKind.LambdaMethod }) && CanPass(node);

    private static bool IsComparison(BinaryExpressionSyntax node) => node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
        or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    private static IEnumerable<ExpressionSyntax> Arguments(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments.Where(static a => a.RefKindKeyword.IsKind(SyntaxKind.None)).Select(static a => a.Expression);
        return call.Expression is MemberAccessExpressionSyntax member ? arguments.Prepend(member.Expression) : arguments;
    }

    private bool IsConstant(ExpressionSyntax node) => model.GetConstantValue(node).HasValue;

    /// <summary>Whether the leftmost part is <c>.Member</c> or <c>[index]</c> behind a question mark.</summary>
    private static bool IsInChain(ExpressionSyntax node) => node switch
    {
        MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => true,
        MemberAccessExpressionSyntax member => IsInChain(member.Expression),
        InvocationExpressionSyntax call => IsInChain(call.Expression),
        ElementAccessExpressionSyntax access => IsInChain(access.Expression),
        PostfixUnaryExpressionSyntax postfix => IsInChain(postfix.Operand),
        ConditionalAccessExpressionSyntax conditional => IsInChain(conditional.Expression),
        _ => false,
    };

    /// <summary>Whether a test in it names what it found: the compiler follows that through a condition, but not through a call.</summary>
    private bool Assigns(ExpressionSyntax node) =>
        model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_Boolean && node.DescendantNodesAndSelf().Any(static n => n is SingleVariableDesignationSyntax { Parent: PatternSyntax });
}
