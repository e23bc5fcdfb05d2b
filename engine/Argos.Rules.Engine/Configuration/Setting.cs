using System.Collections;
using System.Reflection;

namespace Argos.Rules.Engine.Configuration;

/// <summary>One setting: a property of an options class.</summary>
/// <param name="Key">Its full key, for example <c>Callback:Listen</c>.</param>
/// <param name="Property">The property it fills.</param>
internal sealed record Setting(string Key, PropertyInfo Property)
{
    public const string EnvironmentPrefix = "ARGOS_";

    public string Name => Property.Name;

    public string EnvironmentVariable => VariableOf(Key);

    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>Whether it is a list of texts; every other setting is one value.</summary>
    public bool IsList => Type != typeof(string) && Type.IsAssignableTo(typeof(IEnumerable));

    public static string VariableOf(string key) => EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The settings of a section, in the order of the class.</summary>
    public static IEnumerable<Setting> Of(SettingsSection section) =>
        section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanWrite)
            .Select(property => new Setting($"{section.Name}:{property.Name}", property));
}
