
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
                errors.Add(Unknown("section", child.Key, Suggestion(child.Key, sections.Select(static s => s.Name))));
                continue;
            }
            var settings = Setting.Of(section).ToArray();
            errors.AddRange(child.GetChildren()
                .Where(key => !settings.Any(s => s.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(key => Unknown("setting", key.Path, Suggestion(key.Key, settings.Select(static s => s.Name)) is { } name ? $"{section.Name}:{name}" : null)));
        }
    }

    /// <summary>The nearest of the known names, when one is near enough to be meant.</summary>
    public static string? Suggestion(string name, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (Candidate: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(static pair => pair.Distance).ThenBy(static pair => pair.Candidate, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Candidate is not null && nearest.Distance <= Math.Max(2, name.Length / 3) ? nearest.Candidate : null;
    }

    private static string Unknown(string kind, string key, string? suggestion) =>
        $"`{key}` is no known {kind} (environment variable `{Setting.VariableOf(key)}`)" + (suggestion is null ? ": see `--help`" : $": did you mean `{suggestion}`?");

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
