using System.Collections.Frozen;
using System.Reflection;

namespace Argos.Rules.Sandbox.AllowLists;

/// <summary>
/// The metered sequence methods: everything public in their namespace is part of the language, because that namespace was
/// written for it.
/// </summary>
internal static class SequenceMethods
{
    /// <summary>Where they are.</summary>
    public static Assembly Assembly { get; } = typeof(Runtime.Linq.Sequences).Assembly;

    private static readonly FrozenSet<Type> Classes =
        Assembly.GetExportedTypes().Where(static t => t.Namespace == typeof(Runtime.Linq.Sequences).Namespace).ToFrozenSet();

    private static readonly FrozenSet<string> Types = Classes.Select(ReflectionKey.Of).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Members = Classes
        .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(ReflectionKey.Of)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What they are called, as extensions of a sequence.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Classes.SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static m => m.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute))).Select(static m => m.Name).Distinct(StringComparer.Ordinal),
    ];

    public static bool HasType(string key, bool language) => language && Types.Contains(key);

    public static bool HasMember(string key, bool language) => language && Members.Contains(key);
}
