using Argos.Rules.Language;
using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>
/// What an array may hold: values, texts, the policy's own records and sealed types of the language. An array of anything else
/// could be seen as one of a wider element, which is a cast that nothing checks before it is too late.
/// </summary>
internal static class ArrayCheck
{
    /// <summary>The first array in a type that holds what it may not; <see langword="null"/> when there is none.</summary>
    public static string? Problem(TypeReference type) =>
        MethodCheck.Contains(type, static t => t is ArrayType array && !IsAllowed(array)) ? "an array holds values, texts and records only; use a `List<T>`" : null;

    private static bool IsAllowed(ArrayType array)
    {
        if (!array.IsVector || array.ElementType is ArrayType) return false;
        var element = array.ElementType;
        if (element.IsValueType || element.GetElementType() is TypeDefinition or GenericParameter) return true;
        var key = MemberKey.Of(element);
        if (key == "System.String") return true;
        return key.StartsWith("Argos.", StringComparison.Ordinal) && LanguageAssemblies.Find(key) is { IsSealed: true };
    }
}
