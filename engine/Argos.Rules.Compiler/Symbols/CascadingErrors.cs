using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>Reports what is refused only because of something else: one mistake, one report.</summary>
internal static class CascadingErrors
{
    /// <summary>The name within an expression that has the expression's symbol, and is reported instead of it.</summary>
    public static ExpressionSyntax? NameOf(ExpressionSyntax node) => node switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        QualifiedNameSyntax qualified => qualified.Right,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax } call => NameOf(call.Expression),
        _ => null,
    };

    /// <summary>Whether a symbol is a variable of the policy: what it holds has been looked at where it comes from.</summary>
    public static bool IsVariable(ISymbol? symbol) => symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { ContainingType.IsScriptClass: true };

    /// <summary>Whether a node is the <c>var</c> of a variable whose type is that of the value behind it.</summary>
    public static bool IsInferred(ExpressionSyntax node) => node is IdentifierNameSyntax { IsVar: true, Parent: VariableDeclarationSyntax or ForEachStatementSyntax };

    /// <summary>The types that a member is asked of: those of the type or value before it, of the operands of an operator, of what is made.</summary>
    public static IEnumerable<ITypeSymbol?> TypesUsed(ExpressionSyntax node, ISymbol? member, SemanticModel model) => node switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } when access.Name == node => [TypeOf(access.Expression, model)],
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax binding } => [TypeOf(binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression, model)],
        ElementAccessExpressionSyntax access => [TypeOf(access.Expression, model)],
        InvocationExpressionSyntax call => [TypeOf(call.Expression, model)],
        BinaryExpressionSyntax binary => [TypeOf(binary.Left, model), TypeOf(binary.Right, model)],
        AssignmentExpressionSyntax assignment => [TypeOf(assignment.Left, model), TypeOf(assignment.Right, model)],
        PrefixUnaryExpressionSyntax unary => [TypeOf(unary.Operand, model)],
        PostfixUnaryExpressionSyntax unary => [TypeOf(unary.Operand, model)],
        BaseObjectCreationExpressionSyntax => [member?.ContainingType],
        _ => [],
    };

    private static ITypeSymbol? TypeOf(ExpressionSyntax? node, SemanticModel model) =>
        node is null ? null : model.GetSymbolInfo(node).Symbol is ITypeSymbol named ? named : model.GetTypeInfo(node).Type;
}
