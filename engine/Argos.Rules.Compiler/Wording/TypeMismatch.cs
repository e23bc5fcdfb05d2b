using Argos.Rules.Contracts.Data;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Wording;

/// <summary>Values that do not go together, and what to write so that they do.</summary>
internal static class TypeMismatch
{
    public static string? Operator(BinaryExpressionSyntax node, SemanticModel model)
    {
        var (left, right) = (model.GetTypeInfo(node.Left).Type, model.GetTypeInfo(node.Right).Type);
        if (left is null or IErrorTypeSymbol || right is null or IErrorTypeSymbol) return null;
        var what = $"`{node.OperatorToken.Text}` does not take {Shown(left)} and {Shown(right)}";
        return (Part(left, right) is { } ofLeft ? $"{what}; write `{node.Left}.{ofLeft} {node.OperatorToken.Text} {node.Right}`" : null)
            ?? (Part(right, left) is { } ofRight ? $"{what}; write `{node.Left} {node.OperatorToken.Text} {node.Right}.{ofRight}`" : null)
            ?? (IsTexts(left) && IsText(right) ? $"{what}; write `{node.Left}.Contains({node.Right})`" : null)
            ?? (IsTexts(right) && IsText(left) ? $"{what}; write `{node.Right}.Contains({node.Left})`" : null)
            ?? (node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression
                ? $"{what}; both sides must be `true` or `false`: write `... == true` for what may be missing" : what);
    }

    public static string? Operator(PrefixUnaryExpressionSyntax node, SemanticModel model)
    {
        if (model.GetTypeInfo(node.Operand).Type is not { } type || type is IErrorTypeSymbol) return null;
        var what = $"`{node.OperatorToken.Text}` does not take {Shown(type)}";
        if (node.OperatorToken.IsKind(SyntaxKind.ExclamationToken)) return IsData(type)
            ? $"{what}; write `!{node.Operand}.Exists`, or `{node.Operand}.Flag != true`" : $"{what}; write what you expect of it";
        return what;
    }

    public static string? Conversion(ExpressionSyntax value, SemanticModel model)
    {
        var types = model.GetTypeInfo(value);
        var wanted = types.ConvertedType is { } converted && !SymbolEqualityComparer.Default.Equals(converted, types.Type) ? converted
            : Wanted(value, model);
        if (types.Type is not { } from || from is IErrorTypeSymbol || wanted is null or IErrorTypeSymbol) return null;
        var what = $"{Shown(wanted)} is needed here, and `{value}` is {Shown(from)}";
        if (Part(from, wanted) is { } part) return $"{what}; write `{value}.{part}`";
        if (IsTexts(from) && IsText(wanted)) return $"{what}; take one of them, or ask `{value}.Contains(...)`";
        if (IsTexts(wanted) && IsText(from)) return $"{what}; write `[{value}]`";
        if (Inner(from) is { SpecialType: SpecialType.System_Boolean }
            && wanted.SpecialType == SpecialType.System_Boolean) return $"{what}; write `{value} == true`: what is missing is neither";
        if (Inner(from) is not null
            && SymbolEqualityComparer.Default.Equals(Inner(from),
            wanted)) return $"{what}; ask `{value} is {{ }} known` before, and use `known`";
        return what;
    }

    /// <summary>Something else than an item, given to a method of a sequence.</summary>
    public static string? Item(InvocationExpressionSyntax call, ExpressionSyntax value, SemanticModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: var list } || model.GetTypeInfo(list).Type is not { } owner
            || model.GetTypeInfo(value).Type is not { } given) return null;
        var item = owner.AllInterfaces.Append(owner).OfType<INamedTypeSymbol>()
            .FirstOrDefault(static i => i is { Name: "IEnumerable", TypeArguments: [_] })?.TypeArguments[0];
        if (item is null) return null;
        var what = $"{Shown(owner)} has items of {Shown(item)}, and `{value}` is {Shown(given)}";
        return Part(given, item) is { } part ? $"{what}; write `{value}.{part}`" : what;
    }

    /// <summary>A type as an author writes it.</summary>
    public static string Shown(ITypeSymbol type) =>
        $"`{type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}`";

    private static ITypeSymbol? Wanted(ExpressionSyntax value, SemanticModel model) => value.Parent switch
    {
        IfStatementSyntax or ConditionalExpressionSyntax { } when Condition(value) =>
            model.Compilation.GetSpecialType(SpecialType.System_Boolean),
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } arguments } argument =>
            Parameter(call, arguments.Arguments.IndexOf(argument), argument, model),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } } => model.GetTypeInfo(type).Type,
        _ => null,
    };

    private static bool Condition(ExpressionSyntax value) => value.Parent switch
    {
        IfStatementSyntax test => test.Condition == value,
        ConditionalExpressionSyntax choice => choice.Condition == value,
        _ => false,
    };

    private static ITypeSymbol? Parameter(InvocationExpressionSyntax call, int index, ArgumentSyntax argument, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault() is not { } method) return null;
        return argument.NameColon is { Name.Identifier.Text: var name } ? method.Parameters.FirstOrDefault(p => p.Name == name)?.Type
            : method.Parameters.ElementAtOrDefault(index)?.Type;
    }

    /// <summary>Which part of a data value is meant where something else is wanted.</summary>
    private static string? Part(ITypeSymbol value, ITypeSymbol wanted)
    {
        if (!IsData(value)) return null;
        if (IsText(wanted)) return nameof(DataValue.Text);
        if (IsTexts(wanted)) return nameof(DataValue.Texts);
        return (Inner(wanted) ?? wanted).SpecialType switch
        {
            SpecialType.System_Boolean => nameof(DataValue.Flag) + (Inner(wanted) is null ? " == true" : ""),
            SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double => nameof(DataValue.Number),
            _ => null,
        };
    }

    internal static bool IsData(ITypeSymbol type) => (Inner(type) ?? type) is { Name: nameof(DataValue) } value
        && value.ContainingNamespace.ToDisplayString() == typeof(DataValue).Namespace;

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String;

    private static bool IsTexts(ITypeSymbol type) => !IsText(type)
        && type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>()
        .Any(static i => i is { Name: "IEnumerable", TypeArguments: [{ SpecialType: SpecialType.System_String }] });

    private static ITypeSymbol? Inner(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner
            : null;
}
