using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Engine.Configuration;

/// <summary>Finds keys that nothing reads: a mistyped setting must not silently leave its default in force.</summary>
internal static class UnknownKeys
{
    public static void Check(IReadOnlyList<SettingsSection> sections, IConfiguration configuration, List<string> errors)
    {
        foreach (var child in configuration.GetChildren())
        {
            var section = sections.FirstOrDefault(s => s.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (section is null)
            {
                errors.Add(Unknown("section", child.Key, Suggestions.Nearest(child.Key, sections.Select(static s => s.Name))));
                continue;
            }
            var settings = Setting.Of(section).ToArray();
            errors.AddRange(child.GetChildren()
                .Where(key => !settings.Any(s => s.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(key => Unknown("setting", key.Path, Suggestions.Nearest(key.Key, settings.Select(static s => s.Name)) is { } name ? $"{section.Name}:{name}" : null)));
        }
    }

    private static string Unknown(string kind, string key, string? suggestion) =>
        $"`{key}` is not a known {kind} (environment variable `{Setting.VariableOf(key)}`)"
            + (suggestion is null ? ": see `--help`" : $": did you mean `{suggestion}`?");
}
