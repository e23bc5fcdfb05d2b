using Argos.Rules.Sandbox.AllowLists;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>Looks up what the names, calls and types of a policy mean.</summary>
internal sealed class NameCheck(SemanticModel model, Reports reports)
{
    public void Check(ExpressionSyntax node)
    {
        // Within brackets these are the members of what is indexed; a variable of their type is refused at its `var`.
        if (CascadingErrors.IsInferred(node)
            || node is RangeExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression }) return;
        var symbol = model.GetSymbolInfo(node).Symbol;
        if (symbol is not null && !CheckSymbol(node, symbol)) return;
        // A refusal inside explains the type of the whole, one of a variable's value that of the variable and of what is made of it.
        if (!reports.LastIsWithin(node) && !CascadingErrors.IsVariable(symbol)
            && !IsOfRefused(CascadingErrors.NameOf(node) ?? node, symbol))
        {
            var type = model.GetTypeInfo(node);
            if (CheckType(node, type.Type) && !BecomesAnything(node) && !IsWantedByRefused(node)) CheckType(node, type.ConvertedType);
        }
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
        if (reports.LastIsWithin(loop.Expression)) return;
        var info = model.GetForEachStatementInfo(loop);
        if (info.GetEnumeratorMethod is { } get && !IsBuiltIn(get.ContainingType)) CheckMember(loop.Expression, get);
        CheckType(loop.Expression, info.ElementType);
    }

    /// <summary>
    /// Where the language converts without making what it converts to: the script's result, a part of a text that is put
    /// together, what `foreach` walks over, the ends of a range.
    /// </summary>
    internal static bool BecomesAnything(SyntaxNode node) =>
        // The name of a member has the type of the whole access.
        (node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node).Parent is ReturnStatementSyntax or ParenthesizedExpressionSyntax or CommonForEachStatementSyntax or RangeExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression };

    /// <summary>The length of an array is an instruction, not a member.</summary>
    private static bool IsBuiltIn(ISymbol member) => member is { Name: "get_Length", ContainingType.SpecialType: SpecialType.System_Array };

    /// <summary>The compiler walks texts and arrays by index, and old-style enumeration only meets those two.</summary>
    private static bool IsBuiltIn(ITypeSymbol type) => type.SpecialType is SpecialType.System_String or SpecialType.System_Array || type.SpecialType == SpecialType.System_Collections_IEnumerable;

    /// <returns>Whether the symbol is allowed; its type is not looked at then.</returns>
    private bool CheckSymbol(ExpressionSyntax node, ISymbol symbol)
    {
        if (SymbolEqualityComparer.Default.Equals(CascadingErrors.NameOf(node) is { } name ? model.GetSymbolInfo(name).Symbol : null,
            symbol)) return symbol is ITypeSymbol || IsListed(symbol);
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
                return reports.LastIsWithin(node) || CheckType(node, type);
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
        if (IsAllowed(member)) return true;
        var message = $"`{Display(member)}` cannot be used in a policy; {Advice.ForMember(KeyOf(member))}";
        // Whatever is asked of a refused type: it is the type that cannot be there.
        if (IsOfRefused(node, member)) reports.AddConsequence(node, "ARG0301", message);
        else reports.Add(node, "ARG0301", message);
        return false;
    }

    /// <summary>A record has a hash too, which differs between processes.</summary>
    private bool IsAllowed(ISymbol member) =>
        member.Name != "GetHashCode" && (SymbolGate.IsOwn(member, model) || IsBuiltIn(member) || AllowList.Language.HasMember(KeyOf(member)));

    /// <summary>The same for an expression whose name has been looked at.</summary>
    private bool IsListed(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => IsAllowed(method.ReducedFrom ?? method),
        IPropertySymbol property => (property.GetMethod is { } get && IsAllowed(get)) || (property.SetMethod is { } set && IsAllowed(set)),
        IFieldSymbol { ContainingType.IsTupleType: false } or IEventSymbol => IsAllowed(symbol),
        _ => true,
    };

    private bool CheckType(SyntaxNode node, ITypeSymbol? type)
    {
        if (Refused(node, type) is not { } refused) return true;
        if (refused is IArrayTypeSymbol array)
        {
            reports.Add(node, "ARG0315", ArrayRule.Problem(array, model)!);
            return false;
        }
        reports.Add(node, "ARG0302", $"the type `{refused.ToMinimalDisplayString(model, node.SpanStart)}` cannot be used in a policy; {Advice.ForType(KeyOf(refused))}");
        return false;
    }

    private bool IsOfRefused(ExpressionSyntax node, ISymbol? member) =>
        CascadingErrors.TypesUsed(node, member, model).Any(t => Refused(node, t) is not null);

    /// <summary>The part of a type that is not on the list; <see langword="null"/> when all of it is.</summary>
    private ITypeSymbol? Refused(SyntaxNode node, ITypeSymbol? type) => type switch
    {
        null or IErrorTypeSymbol or { SpecialType: SpecialType.System_Void } => null,
        IArrayTypeSymbol array => Refused(node, array.ElementType) ?? (ArrayRule.Problem(array, model) is null ? null : array),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Select(e => Refused(node, e.Type)).FirstOrDefault(static r => r is not null),
        INamedTypeSymbol { IsAnonymousType: false } named when SymbolGate.IsOwn(named, model) => null,
        INamedTypeSymbol named when AllowList.Language.HasType(KeyOf(named)) => named.TypeArguments.Select(a => Refused(node, a)).FirstOrDefault(static r => r is not null),
        _ => IsParameterSpan(node, type) ? null : type,
    };

    /// <summary>Whether a value is converted only because a call, or a variable's type, wants it so that is refused itself.</summary>
    internal bool IsWantedByRefused(SyntaxNode node) => node.Parent switch
    {
        ArgumentSyntax { Parent.Parent: ExpressionSyntax call } => model.GetSymbolInfo(call).Symbol is IMethodSymbol { MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) } called
            && !SymbolGate.IsOwn(called, model) && !AllowList.Language.HasMember(KeyOf(called.ReducedFrom ?? called)),
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } => Refused(type, model.GetTypeInfo(type).Type) is not null,
        _ => false,
    };

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
