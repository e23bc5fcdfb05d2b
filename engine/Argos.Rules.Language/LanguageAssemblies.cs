using System.Collections.Immutable;
using System.Reflection;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Language;

/// <summary>The assemblies whose types a policy may get to see: the language itself, and the records that it is about.</summary>
internal static class LanguageAssemblies
{
    public static ImmutableArray<Assembly> All { get; } = [typeof(PolicyContext).Assembly, typeof(InstanceConfirmation).Assembly];

    /// <summary>A type of the language by its full name; <see langword="null"/> when there is none.</summary>
    public static Type? Find(string name) => All.Select(assembly => assembly.GetType(name)).FirstOrDefault(static type => type is not null);

    /// <summary>Whether a type with this full name is one of them, also of a generic type's instance.</summary>
    public static bool HasName(string name) =>
        name.StartsWith("Argos.Rules.Language.", StringComparison.Ordinal) || name.StartsWith("Argos.Rules.Contracts.", StringComparison.Ordinal);

    /// <summary>Whether a type is one of them.</summary>
    public static bool Has(Type type) => All.Contains(type.Assembly);
}
