using System.Collections.Frozen;
using System.Reflection;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.AllowLists;

namespace Argos.Rules.Sandbox.Metadata.Verification;

/// <summary>
/// The types and members of the lists as they really are. What an image says of them (a result, whether there is an object)
/// is compared with this and never believed: a call may be replaced before the runtime would notice.
/// </summary>
internal static class ListedMembers
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies = [typeof(object).Assembly, typeof(SortedSet<>).Assembly, .. LanguageAssemblies.All,
        typeof(Runtime.Trace).Assembly];

    private static readonly FrozenDictionary<string, Type> Types = Assemblies.SelectMany(static a => a.GetExportedTypes())
        .Select(static t => (Key: ReflectionKey.Of(t), Type: t))
            .Where(static t => ReferenceCheck.IsListedType(t.Key) || t.Type == typeof(Runtime.Trace))
        .DistinctBy(static t => t.Key).ToFrozenDictionary(static t => t.Key, static t => t.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, MethodBase> Methods = Types.Values
        .SelectMany(static t => t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All)))
        .Where(static m => m is { IsPrivate: false, IsAssembly: false }).Select(static m => (Key: ReflectionKey.Of(m), Method: m))
        .Where(static m => ReferenceCheck.IsListedMember(m.Key) || m.Method.DeclaringType == typeof(Runtime.Trace))
        .DistinctBy(static m => m.Key).ToFrozenDictionary(static m => m.Key, static m => m.Method, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FieldInfo> Fields = Types.Values
        .SelectMany(static t => t.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(static f => (Key: $"{ReflectionKey.Of(f.DeclaringType!)}.{f.Name}", Field: f))
            .Where(static f => ReferenceCheck.IsListedMember(f.Key))
        .ToFrozenDictionary(static f => f.Key, static f => f.Field, StringComparer.Ordinal);

    public static Type? Type(string key) => Types.GetValueOrDefault(key);

    public static MethodBase? Method(string key) => Methods.GetValueOrDefault(key);

    public static FieldInfo? Field(string key) => Fields.GetValueOrDefault(key);
}
