using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Engine.Sandbox.Symbols;

/// <summary>Looks up what the names, calls and types of a policy mean.</summary>
internal sealed class NameCheck(SemanticModel model, Reports reports)
{
    public void Check(ExpressionSyntax node)
    {
        // Within brackets these are the members of what is indexed; a variable of their type is refused at its `var`.
        if (node is RangeExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression }) return;
        var symbol = model.GetSymbolInfo(node).Symbol;
        if (symbol is not null && !CheckSymbol(node, symbol)) return;
        var type = model.GetTypeInfo(node);
        CheckType(node, type.Type);
        if (!BecomesAnything(node)) CheckType(node, type.ConvertedType);
        if (node is InitializerExpressionSyntax { RawKind: (int)SyntaxKind.CollectionInitializerExpression } initializer)
        {
            foreach (var element in initializer.Expressions)
            {
                if (model.GetCollectionInitializerSymbolInfo(element).Symbol is IMethodSymbol add) CheckMember(element, add);
            }
        }
    }

    public void Check(CommonForEachStatementSyntax loop)
    {
        var info = model.GetForEachStatementInfo(loop);
        if (info.GetEnumeratorMethod is { } get && !IsBuiltIn(get.ContainingType)) CheckMember(loop.Expression, get);
        CheckType(loop.Expression, info.ElementType);
    }

    /// <summary>
    /// Where the language converts without making what it converts to: the script's result, a part of a text that is put
    /// together, what `foreach` walks over, the ends of a range.
    /// </summary>
    internal static bool BecomesAnything(SyntaxNode node) =>
        node.Parent is ReturnStatementSyntax or ParenthesizedExpressionSyntax or CommonForEachStatementSyntax or RangeExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression };

    /// <summary>The length of an array is an instruction, not a member.</summary>
    private static bool IsBuiltIn(ISymbol member) => member is { Name: "get_Length", ContainingType.SpecialType: SpecialType.System_Array };

    /// <summary>The compiler walks texts and arrays by index, and old-style enumeration only meets those two.</summary>
    private static bool IsBuiltIn(ITypeSymbol type) => type.SpecialType is SpecialType.System_String or SpecialType.System_Array || type.SpecialType == SpecialType.System_Collections_IEnumerable;

    /// <returns>Whether the symbol is allowed; its type is not looked at then.</returns>
    private bool CheckSymbol(ExpressionSyntax node, ISymbol symbol)
    {
        switch (symbol)
        {
            case IMethodSymbol { MethodKind: MethodKind.BuiltinOperator or MethodKind.LocalFunction or MethodKind.AnonymousFunction }:
                return true;
            case IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.IsTupleType: true }:
                return true;
            case IMethodSymbol method:
                return CheckMember(node, method.ReducedFrom ?? method);
            case IPropertySymbol property:
                return CheckProperty(node, property);
            case IFieldSymbol { ContainingType.IsTupleType: true }:
                return true;
            case IFieldSymbol or IEventSymbol:
                return CheckMember(node, symbol);
            case ITypeSymbol type:
                return CheckType(node, type);
            default:
                return true;
        }
    }

    private bool CheckProperty(ExpressionSyntax node, IPropertySymbol property)
    {
        if (SymbolGate.IsOwn(property, model)) return true;
        var target = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? (SyntaxNode)access : node;
        var written = target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target;
        var accessor = written ? property.SetMethod : property.GetMethod;
        if (accessor is not null) return CheckMember(node, accessor);
        return true;
    }

    private bool CheckMember(ExpressionSyntax node, ISymbol member)
    {
        if (SymbolGate.IsOwn(member, model) || IsBuiltIn(member)) return true;
        var key = KeyOf(member);
        if (AllowList.Language.HasMember(key)) return true;
        reports.Add(node, "ARG0301", $"`{Display(member)}` cannot be used in a policy; {Advice.ForMember(key)}");
        return false;
    }

    private bool CheckType(SyntaxNode node, ITypeSymbol? type)
    {
        switch (type)
        {
            case null or IErrorTypeSymbol or { SpecialType: SpecialType.System_Void }:
                return true;
            case IArrayTypeSymbol array:
                return CheckType(node, array.ElementType);
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return tuple.TupleElements.All(e => CheckType(node, e.Type));
            case INamedTypeSymbol { IsAnonymousType: false } named when SymbolGate.IsOwn(named, model):
                return true;
            case INamedTypeSymbol named when AllowList.Language.HasType(KeyOf(named)):
                return named.TypeArguments.All(a => CheckType(node, a));
        }
        if (IsParameterSpan(node, type)) return true;
        reports.Add(node, "ARG0302", $"the type `{type.ToMinimalDisplayString(model, node.SpanStart)}` cannot be used in a policy; {Advice.ForType(KeyOf(type))}");
        return false;
    }

    /// <summary>The compiler makes the spans of `params` itself; a policy cannot name one.</summary>
    private static bool IsParameterSpan(SyntaxNode node, ITypeSymbol type) =>
        type.MetadataName == "ReadOnlySpan`1" && node.Parent is ArgumentSyntax && node is CollectionExpressionSyntax or InvocationExpressionSyntax;

    private static string KeyOf(ISymbol symbol) => symbol.OriginalDefinition.GetDocumentationCommentId() is { Length: > 2 } id ? id[2..] : symbol.ToString()!;

    private static string Display(ISymbol member)
    {
        if (member is not IMethodSymbol method) return $"{member.ContainingType?.Name}.{member.Name}";
        if (method.AssociatedSymbol is { } property) return $"{member.ContainingType.Name}.{property.Name}";
        var parameters = string.Join(", ", method.Parameters.Select(static p => p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        return method.MethodKind == MethodKind.Constructor ? $"new {member.ContainingType.Name}({parameters})" : $"{member.ContainingType?.Name}.{member.Name}({parameters})";
    }
}
