using System.Globalization;
using Argos.Rules.Mgmt.Configuration;
using Argos.Rules.TestKit.Processes;
using Microsoft.Extensions.Configuration;

namespace Argos.Rules.Mgmt.Tests.Configuration;

/// <summary>Operators find each limit in the help and in the README, with the default that it has.</summary>
public sealed class LimitTableTests
{
    private static readonly string[] Table = File.ReadAllLines(Path.Combine(BuiltOutput.Root, "mgmt", "README.md"));

    [Test]
    public void Every_number_among_the_settings_is_in_the_table_with_its_default()
    {
        var limits = Settings().Where(static setting => int.TryParse(setting.Default, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToArray();

        Assert.That(limits, Is.Not.Empty);
        foreach (var limit in limits)
            Assert.That(Table, Has.Some.StartsWith($"| `{limit.Name}` | {limit.Default} |"), "add it to mgmt/README.md, Limits");
    }

    [Test]
    public void Help_has_every_setting_with_its_meaning_and_default()
    {
        var help = Usage.Help(Settings());

        foreach (var setting in Settings())
            Assert.That(help, Does.Contain($"--{setting.Name}  ({setting.Variable})\n      {setting.Meaning}; default: {(setting.Default.Length == 0 ? "none" : setting.Default)}\n"));
    }

    private static IReadOnlyList<Setting> Settings()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        OptionsReader.Read(reader);
        return reader.Settings;
    }
}
