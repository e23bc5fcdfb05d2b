using Microsoft.CodeAnalysis;

namespace Argos.Rules.Compiler.Symbols;

/// <summary>
/// What an array may hold. A platform's array can be seen as one of a wider element and is checked only when it is written to:
/// a cast in disguise, with which a policy could get at what is behind an interface. So an array holds values, texts, the
/// policy's records or sealed types of the language, of which no wider array tells anything new, and it is never converted.
/// </summary>
internal static class ArrayRule
{
    /// <summary>What is wrong with an array type; <see langword="null"/> when it may be used.</summary>
    public static string? Problem(IArrayTypeSymbol array, SemanticModel model)
    {
        if (array.Rank != 1) return "an array has one dimension in a policy; write `new List<List<int>>()`";
        var element = array.ElementType;
        return MayHold(element, model) ? null : $"an array cannot hold `{element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}` in a policy; use a `List<T>`";
    }

    /// <summary>Whether one array would be seen as another.</summary>
    public static bool IsConversion(ITypeSymbol? from, ITypeSymbol? to) =>
        from is IArrayTypeSymbol && to is IArrayTypeSymbol && !SymbolEqualityComparer.Default.Equals(from, to);

    private static bool MayHold(ITypeSymbol element, SemanticModel model) =>
        element.IsValueType || element.SpecialType == SpecialType.System_String || element is IErrorTypeSymbol
        || (element is INamedTypeSymbol { TypeKind: TypeKind.Class } named && (SymbolGate.IsOwn(named, model) || IsSealedLanguage(named)));

    private static bool IsSealedLanguage(INamedTypeSymbol type) =>
        type.IsSealed && type.ContainingNamespace.ToDisplayString().StartsWith("Argos.", StringComparison.Ordinal);
}
