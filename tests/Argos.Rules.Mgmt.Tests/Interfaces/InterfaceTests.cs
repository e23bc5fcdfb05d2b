using Argos.Rules.Mgmt.Configuration;
using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Snapshots;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Configuration;

namespace Argos.Rules.Mgmt.Tests.Interfaces;

/// <summary>What operators rely on: it changes on purpose, together with its file here, or not at all.</summary>
internal sealed class InterfaceTests
{
    private const string Changed = "an interface has changed; if it was meant to, see `SnapshotFile`";

    [Test]
    public void Metrics_are_those_of_the_file()
    {
        var time = new ManualTime();
        var (view, health) = (new ClusterView(1, 1, keysRequired: false), new SyncHealth(new SyncOptions(), time));
        time.Advance(TimeSpan.FromSeconds(1));
        health.Accept();
        view.Keys.Fetched = new LastContact(time);

        var lines = MetricsPage.Write(new MgmtMetrics(), health, view).Split('\n')
            .Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static line => line["# TYPE ".Length..]);

        Assert.That(SnapshotFile.Differences(lines.Order(StringComparer.Ordinal), "metrics.txt"), Is.Empty, Changed);
    }

    [Test]
    public void Settings_are_those_of_the_file()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());
        OptionsReader.Read(reader);

        // The name of the replica is that of the machine.
        var lines = reader.Settings.Select(static setting =>
            $"{setting.Name} {(setting.Default == Environment.MachineName ? "MACHINE" : setting.Default)}".TrimEnd());

        Assert.That(SnapshotFile.Differences(lines.Order(StringComparer.Ordinal), "settings.txt"), Is.Empty, Changed);
    }
}
