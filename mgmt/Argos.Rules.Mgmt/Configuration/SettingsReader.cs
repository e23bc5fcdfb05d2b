using System.Collections.Immutable;
using System.Globalization;

namespace Argos.Rules.Mgmt.Configuration;

/// <summary>Reads settings one by one and remembers all that is wrong, and which settings there are.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<Setting> _settings = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _removed = [];

    /// <summary>The settings asked for, in order.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>What is wrong, with the setting and its variable named. Settings that nobody asked for are wrong too.</summary>
    public ImmutableArray<string> Problems => [.. _problems, .. Unknown()];

    public string Text(string name, string otherwise, string meaning)
    {
        _settings.Add(new Setting(name, otherwise, meaning));
        return configuration[name] ?? otherwise;
    }

    public string Choice(string name, string otherwise, string meaning, params string[] choices)
    {
        var value = Text(name, otherwise, meaning);
        if (!choices.Contains(value, StringComparer.Ordinal)) Wrong(name, $"`{value}` is not one of {string.Join(", ", choices.Select(static choice => $"`{choice}`"))}");
        return value;
    }

    public int Whole(string name, int otherwise, string meaning, int least, int most)
    {
        var text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture), meaning);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Wrong(name, $"`{text}` is not a whole number from {least} to {most}");
        return otherwise;
    }

    /// <summary>A list: one text with commas, or one entry each.</summary>
    public ImmutableArray<string> List(string name, IEnumerable<string> otherwise, string meaning)
    {
        var text = Text(name, string.Join(',', otherwise), meaning);
        var entries = configuration.GetSection(name).GetChildren().Select(static entry => entry.Value ?? "").ToArray();
        return [.. entries.Length > 0 ? entries : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A setting that earlier versions had: refused with what to write instead.</summary>
    public void Removed(string name, string remedy)
    {
        if (!configuration.GetSection(name).Exists()) return;
        _removed.Add(name);
        _problems.Add($"there is no setting `{name}` (`{Setting.VariableOf(name)}`) any more: {remedy}");
    }

    /// <summary>Notes that a setting is wrong.</summary>
    public void Wrong(string name, string problem) => _problems.Add($"{problem}; correct `{name}` (`{Setting.VariableOf(name)}`)");

    private IEnumerable<string> Unknown() =>
        from entry in configuration.AsEnumerable()
        where entry.Value is not null && !_settings.Any(setting => Covers(setting.Name, entry.Key)) && !_removed.Any(name => Covers(name, entry.Key))
        orderby entry.Key
        select $"there is no setting `{entry.Key}` (`{Setting.VariableOf(entry.Key)}`); remove it or correct its name, see `--help`";

    private static bool Covers(string setting, string key) =>
        key.Equals(setting, StringComparison.OrdinalIgnoreCase)
        || (key.StartsWith(setting + ":", StringComparison.OrdinalIgnoreCase) && int.TryParse(key.AsSpan(setting.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
