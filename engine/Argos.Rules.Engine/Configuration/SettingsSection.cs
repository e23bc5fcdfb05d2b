namespace Argos.Rules.Engine.Configuration;

/// <summary>A section of the configuration and the options class that it fills.</summary>
/// <param name="Name">The section's name, for example <c>Callback</c>.</param>
/// <param name="Options">A class with a parameterless constructor whose properties are the settings and whose initial values are the defaults.</param>
internal sealed record SettingsSection(string Name, Type Options)
{
    public static SettingsSection Of<T>(string name) where T : class, new() => new(name, typeof(T));
}
