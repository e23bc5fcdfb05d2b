using System.Collections;
using Argos.Rules.Mgmt.Configuration;

namespace Argos.Rules.Mgmt.Tests.Configuration;

public sealed class ConfigurationSourcesTests
{
    [Test]
    public void Variables_that_Kubernetes_makes_of_a_service_are_no_settings()
    {
        var environment = new Hashtable
        {
            ["ARGOS_RULES_SERVICE_HOST"] = "10.0.0.1",
            ["ARGOS_RULES_SERVICE_PORT_HTTPS"] = "4443",
            ["ARGOS_RULES_PORT"] = "tcp://10.0.0.1:4443",
            ["ARGOS_RULES_PORT_4443_TCP_ADDR"] = "10.0.0.1",
            ["ARGOS_SYNC__SOURCE"] = "east",
            ["OTHER"] = "x",
        };

        var settings = new SettingsReader(ConfigurationSources.Build(CommandLine.Read([]), environment));
        var options = OptionsReader.Read(settings);

        Assert.That(settings.Problems, Is.Empty);
        Assert.That(options.Sync.Source, Is.EqualTo("east"));
    }

    [Test]
    public void Unknown_variable_is_still_told()
    {
        var environment = new Hashtable { ["ARGOS_SYNC__SORCE"] = "east" };
        var settings = new SettingsReader(ConfigurationSources.Build(CommandLine.Read([]), environment));
        OptionsReader.Read(settings);

        Assert.That(settings.Problems.Single(), Does.Contain("SYNC:SORCE"));
    }

    [Test]
    public void Command_line_wins_over_a_variable()
    {
        var environment = new Hashtable { ["ARGOS_SYNC__SOURCE"] = "east" };
        var settings = new SettingsReader(ConfigurationSources.Build(CommandLine.Read(["--Sync:Source=west"]), environment));

        Assert.That(OptionsReader.Read(settings).Sync.Source, Is.EqualTo("west"));
    }
}
