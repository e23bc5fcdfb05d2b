using Argos.Rules.TestKit.Processes;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>What the alerts say of series that are played to them, by Prometheus' own tool.</summary>
internal sealed class AlertRuleTests
{
    private const string Rule = "k8s/components/monitoring/prometheus-rule.yaml";

    private static string Tests => Path.Combine(ManifestFiles.Root, "tests", "Argos.Rules.System.Tests", "Manifests", "alerts.test.yaml");

    [Test]
    public async Task Alerts_fire_when_they_should_and_not_before()
    {
        if (Find("promtool") is not { } promtool)
        {
            Assert.Ignore("promtool is not on the path; on Debian it is in the package prometheus");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("argos-alerts-").FullName;
        try
        {
            await using (var rules = new StreamWriter(Path.Combine(folder, "rules.yaml"))) new YamlStream(new YamlDocument(ManifestFiles.Read(Rule).At("spec"))).Save(rules, assignAnchors: false);
            File.Copy(Tests, Path.Combine(folder, "alerts.test.yaml"));
            await using var run = ChildProcess.Start("promtool", promtool, ["test", "rules", "alerts.test.yaml"], folder);
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

            Assert.That(await run.WaitForExitAsync(limit.Token), Is.Zero, run.Log.Last(60));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Every_alert_is_played()
    {
        var text = File.ReadAllText(Tests);
        var alerts = ((YamlSequenceNode)ManifestFiles.Read(Rule).At("spec/groups/argos-rules/rules")).Children.Select(static rule => rule.Text("alert"));

        Assert.That(alerts.Where(alert => !text.Contains(alert, StringComparison.Ordinal)), Is.Empty);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
