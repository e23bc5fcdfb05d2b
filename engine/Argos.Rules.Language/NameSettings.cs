namespace Argos.Rules.Language;

/// <summary>Words about settings that the rules share. The front matter of a policy declares what its settings must be.</summary>
internal static class NameSettings
{
    public const string MissingCode = "settings-missing";
    public const string InvalidCode = "settings-invalid";

    public static Finding Missing(string name) => new(MissingCode, $"setting `{name}` is missing");
}
