using System.Collections.Frozen;
using System.Reflection;
using Argos.Rules.Sandbox.Runtime.Intrinsics;

namespace Argos.Rules.Sandbox.Weaving;

/// <summary>Which method stands in for a member, by the member's key.</summary>
internal static class IntrinsicTable
{
    // The exported types only: to look at all of them loads whatever their fields are of, the compiler's too.
    private static readonly FrozenDictionary<string, MethodInfo> ByKey = typeof(InterceptsAttribute).Assembly.GetExportedTypes()
        .Where(static t => t.Namespace == typeof(InterceptsAttribute).Namespace && t is { IsAbstract: true, IsSealed: true })
        .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Select(static m => (m.GetCustomAttribute<InterceptsAttribute>()?.Key, Method: m))
        .Where(static e => e.Key is not null)
        .ToFrozenDictionary(static e => e.Key!, static e => e.Method, StringComparer.Ordinal);

    public static IEnumerable<string> Keys => ByKey.Keys;

    public static MethodInfo? Find(string key, bool creates) => ByKey.GetValueOrDefault(creates ? $"new {key}" : key);
}
