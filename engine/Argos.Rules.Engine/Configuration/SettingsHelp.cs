using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Argos.Rules.Engine.Configuration;

/// <summary>The text of <c>--help</c>, made from the options classes: names and defaults from the code, the rest from its documentation.</summary>
internal static class SettingsHelp
{
    private const string Usage = """
        argos-engine: answers Athenz ZTS "may this instance have this identity?" by C# script policies

        usage: argos-engine [--config FILE] [--Section:Setting=value ...]
          --help        show this text
          --version     show the version
          --validate    check the configuration and stop: exit code 0 or 2
          --print-token print the management token (`Management:TokenFile`) and stop
          --config FILE read FILE instead of `appsettings.json` beside the program

        Settings come from the file, then from environment variables, then from the command line; the later one wins.
        A list is given item by item (`Callback:AllowedClients:0`) or as a comma-separated text.
        exit codes: 0 stopped as asked, 1 failed, 2 wrong usage or configuration


        """;

    public static string Text(IReadOnlyList<SettingsSection> sections, OptionsDocumentation documentation)
    {
        var text = new StringBuilder(Usage);
        foreach (var section in sections)
        {
            text.Append(section.Name).Append(": ").Append(documentation.SummaryOf(section.Options)).Append('\n');
            var defaults = Activator.CreateInstance(section.Options)!;
            foreach (var setting in Setting.Of(section))
            {
                text.Append("  --").Append(setting.Key).Append("  (default: ").Append(Show(setting.Property.GetValue(defaults))).Append(Limits(setting)).Append(")\n");
                text.Append("      ").Append(documentation.SummaryOf(setting.Property)).Append('\n');
                text.Append("      environment: ").Append(setting.EnvironmentVariable).Append('\n');
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Show(object? value) => value switch
    {
        null or "" => "none",
        string text => text,
        IEnumerable items => string.Join(",", items.Cast<object?>()) is { Length: > 0 } list ? list : "none",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Limits(Setting setting) =>
        setting.Property.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $", from {range.Minimum} to {range.Maximum}")
            : setting.Type.IsEnum ? ", " + SettingConverter.Describe(setting.Type) : "";
}
