using Mono.Cecil;

namespace Argos.Rules.Sandbox.Metadata;

/// <summary>What a function of an image is called in its text: the compiler's own names say nothing to an author.</summary>
internal static class ImageNames
{
    public static string Of(MethodDefinition method)
    {
        if (MethodCheck.IsScriptBody(method) || MethodCheck.IsEntry(method)) return "the policy";
        var name = method.Name;
        // A local function is `<around>g__name|0_1`, a lambda `<around>b__0_1`.
        if (name.LastIndexOf(">g__", StringComparison.Ordinal) is >= 0 and var local
            && name.IndexOf('|', local) is > 0 and var end) return $"`{name[(local + 4)..end]}`";
        if (name.Contains(">b__", StringComparison.Ordinal)) return "a lambda";
        return name.StartsWith('<') ? "the policy" : $"`{name}`";
    }
}
