using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>
/// Refuses conversions that would show more of a value than its type says: a list that the context hands out could be changed
/// under the next policy, a value in a box could nest without end.
/// </summary>
internal sealed class ConversionCheck(SemanticModel model, NameCheck names, Reports reports)
{
    public void Check(ExpressionSyntax node)
    {
        CheckImplicit(node);
        if (node is BinaryExpressionSyntax or AssignmentExpressionSyntax && model.GetSymbolInfo(node).Symbol is IMethodSymbol { ContainingType.TypeKind: TypeKind.Delegate })
        {
            reports.Add(node, "ARG0310", "functions cannot be added or compared in a policy; call them one after the other");
        }
        switch (node)
        {
            case CastExpressionSyntax cast:
                CheckNarrowing(cast.Type, model.GetTypeInfo(cast.Expression).Type, model.GetTypeInfo(cast.Type).Type);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test:
                CheckNarrowing(test.Right, model.GetTypeInfo(test.Left).Type, model.GetTypeInfo(test.Right).Type);
                break;
            case CollectionExpressionSyntax when model.GetTypeInfo(node).ConvertedType is { TypeKind: TypeKind.Interface } target:
                reports.Add(node, "ARG0305", $"a collection expression cannot become `{target.Name}` in a policy; write `new List<T> {{ ... }}` or use an array");
                break;
            case CollectionExpressionSyntax many when many.Elements.OfType<SpreadElementSyntax>().FirstOrDefault() is { } spread && model.GetTypeInfo(node).ConvertedType is not { MetadataName: "List`1" }:
                reports.Add(spread, "ARG0305", "`..` can fill a `List<T>` only; write `a.Concat(b).ToArray()` for an array");
                break;
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: RangeExpressionSyntax range }] } part when model.GetTypeInfo(part.Expression).Type is not { SpecialType: SpecialType.System_String }:
                reports.Add(range, "ARG0314", "only a text has ranges in a policy; write `items.Skip(1).Take(2)`");
                break;
        }
    }

    public void Check(PatternSyntax pattern)
    {
        if (pattern is SlicePatternSyntax { Pattern: not null, Parent: ListPatternSyntax list } && model.GetTypeInfo(list).Type is not { SpecialType: SpecialType.System_String })
        {
            reports.Add(pattern, "ARG0314", "only of a text can the rest have a name; write `..` alone, and `items.Skip(1)` for the rest");
        }
        var named = pattern switch
        {
            DeclarationPatternSyntax p => p.Type,
            TypePatternSyntax p => p.Type,
            RecursivePatternSyntax p => p.Type,
            _ => null,
        };
        if (named is not null) CheckNarrowing(named, model.GetTypeInfo(pattern).Type, model.GetTypeInfo(named).Type);
        if (pattern is ConstantPatternSyntax constant && model.GetSymbolInfo(constant.Expression).Symbol is ITypeSymbol type)
        {
            CheckNarrowing(constant.Expression, model.GetTypeInfo(pattern).Type, type);
        }
    }

    /// <summary>A loop converts each item to the type that it names.</summary>
    public void Check(CommonForEachStatementSyntax loop)
    {
        if (loop is not ForEachStatementSyntax { Type: { IsVar: false } type }) return;
        var info = model.GetForEachStatementInfo(loop);
        if (ArrayRule.IsConversion(info.ElementType, model.GetTypeInfo(type).Type)) ReportArray(type);
        else CheckNarrowing(type, info.ElementType, model.GetTypeInfo(type).Type);
    }

    private void ReportArray(SyntaxNode at) =>
        reports.Add(at, "ARG0316", "an array cannot be turned into another one in a policy; copy it: `items.Select(x => ...).ToArray()`");

    private void CheckImplicit(ExpressionSyntax node)
    {
        var conversion = model.GetConversion(node);
        var types = model.GetTypeInfo(node);
        if (ArrayRule.IsConversion(types.Type, types.ConvertedType) && !reports.LastIsWithin(node)) ReportArray(node);
        if (conversion.IsBoxing && !NameCheck.BecomesAnything(node) && !reports.LastIsWithin(node) && !names.IsWantedByRefused(node))
        {
            reports.Add(node, "ARG0304", "a value cannot be put into a box in a policy; use its own type");
        }
        if (conversion.IsMethodGroup && model.GetSymbolInfo(node).Symbol is { } method && !SymbolGate.IsOwn(method, model))
        {
            reports.Add(node, "ARG0303", $"`{method.Name}` cannot be passed as a function; write a lambda: `x => {method.Name}(x)`");
        }
    }

    private void CheckNarrowing(SyntaxNode at, ITypeSymbol? from, ITypeSymbol? to)
    {
        if (from is null or IErrorTypeSymbol || to is null or IErrorTypeSymbol) return;
        var conversion = model.Compilation.ClassifyConversion(from, to);
        if (ArrayRule.IsConversion(from, to)) ReportArray(at);
        if (conversion is { IsImplicit: true } or { IsNumeric: true } or { IsNullable: true } or { IsEnumeration: true } || conversion.IsUserDefined) return;
        // Where the language knows of no conversion at all it says so itself, but not what to write instead.
        if (!conversion.Exists && !IsFixed(from)) return;
        reports.Add(at, "ARG0306", $"a `{from.Name}` cannot be turned into `{to.ToMinimalDisplayString(model, at.SpanStart)}` in a policy; use its members, or copy it with `ToList()`");
    }

    private static bool IsFixed(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == "Argos.Rules.Contracts.Collections";
}
