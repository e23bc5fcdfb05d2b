using System.Globalization;
using System.Text;
using Argos.Rules.Engine.Declarations;
using Argos.Rules.Engine.Policies;

namespace Argos.Rules.Cli.Reference;

/// <summary>The settings that policies declare, as Markdown.</summary>
internal static class SettingsTable
{
    public static string Write(PolicySet policies)
    {
        var text = new StringBuilder();
        foreach (var policy in policies.All)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append($"# Settings of `{policy.Id}`\n\n");
            if (policy.FrontMatter.Title is { } title) text.Append(title).Append(".\n\n");
            if (policy.FrontMatter.Settings.IsEmpty)
            {
                text.Append("It declares none.\n");
                continue;
            }
            text.Append("| setting | type | when absent | meaning |\n|---|---|---|---|\n");
            foreach (var setting in policy.FrontMatter.Settings.All)
            {
                Row(text, setting, setting.Name);
                foreach (var member in setting.Members.All) Row(text, member, $"{setting.Name}.{member.Name}");
            }
        }
        return text.ToString();
    }

    private static void Row(StringBuilder text, SettingDeclaration setting, string name) =>
        text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Type(setting)} | {Absent(setting)} | {Cell(setting.Help ?? "")} |\n");

    private static string Type(SettingDeclaration setting)
    {
        var word = $"`{SettingKinds.WordOf(setting.Kind)}`";
        if (!setting.Values.IsEmpty) return $"{word}: {string.Join(", ", setting.Values.Select(static value => $"`{Cell(value)}`"))}";
        if (setting.Format is { } format) return $"{word} of {format.Words}";
        return (setting.Minimum, setting.Maximum) switch
        {
            (null, null) => word,
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{word}, at least {least}"),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"{word}, at most {most}"),
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{word}, {least} to {most}"),
        };
    }

    private static string Absent(SettingDeclaration setting)
    {
        if (setting.Required) return "refused";
        if (setting.RequiredUnless is { } other) return $"refused, unless `{other}` is there";
        if (setting.FromProviderRegion) return "the region at the end of the provider's name; refused when that has none";
        return setting.Default.Exists ? $"`{Cell(setting.Default.ToString().Trim('"'))}`" : "not set";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
