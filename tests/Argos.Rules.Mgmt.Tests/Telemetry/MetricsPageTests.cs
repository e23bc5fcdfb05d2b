using Argos.Rules.Mgmt.Diagnostics;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Telemetry;

public sealed class MetricsPageTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void Page_tells_what_was_counted_and_how_it_stands()
    {
        var (metrics, view, health) = (new MgmtMetrics(), new ClusterView(1, 1, keysRequired: false), new SyncHealth(new SyncOptions(), _time));
        _time.Advance(TimeSpan.FromSeconds(1));
        health.Accept();
        view.Keys.Fetched = new LastContact(_time);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        view.Pods[0].Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));
        metrics.Repaired();
        metrics.SentObjects(7);
        view.Pending.Fetched(found: true);
        view.Pending.Fetched(found: false);

        var values = Read(MetricsPage.Write(metrics, health, view));

        Assert.That(values["argos_mgmt_ready"], Is.EqualTo("1"));
        Assert.That(values["argos_mgmt_sync_age_seconds"], Is.EqualTo("2.5"));
        Assert.That(values["argos_mgmt_keys_age_seconds"], Is.EqualTo("2.5"));
        Assert.That(values["argos_mgmt_pods"], Is.EqualTo("2"));
        Assert.That(values["argos_mgmt_pods_waiting"], Is.EqualTo("2"));
        Assert.That(values["argos_mgmt_repairs_total"], Is.EqualTo("1"));
        Assert.That(values["argos_mgmt_pods_sent_total"], Is.EqualTo("7"));
        Assert.That((values["argos_mgmt_pod_fetches_total"], values["argos_mgmt_pod_fetches_found_total"]), Is.EqualTo(("2", "1")));
    }

    [Test]
    public void Age_is_left_out_until_there_is_one()
    {
        var page = MetricsPage.Write(new MgmtMetrics(), new SyncHealth(new SyncOptions(), _time), new ClusterView(1, 1, keysRequired: false));

        Assert.That(Read(page).Keys, Does.Contain("argos_mgmt_ready").And.Not.Contain("argos_mgmt_sync_age_seconds").And.Not.Contain("argos_mgmt_keys_age_seconds"));
    }

    [TestCase(-3600)]
    [TestCase(3600)]
    public void Wall_clock_that_is_set_changes_no_age_and_no_readiness(int seconds)
    {
        var (health, lastContact) = (new SyncHealth(new SyncOptions(), _time), new LastContact(_time));
        _time.Advance(TimeSpan.FromSeconds(1));
        health.Accept();
        lastContact.Touch();
        _time.Advance(TimeSpan.FromSeconds(4));

        _time.Jump(_time.Now.AddSeconds(seconds));

        Assert.That((health.IsReady, health.Age, lastContact.Age),
            Is.EqualTo((true, (TimeSpan?)TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4))));
    }

    // Prometheus' text format: each series with its help and its type before it.
    private static Dictionary<string, string> Read(string page)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var series in page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Chunk(3))
        {
            var (name, value) = (series[2][..series[2].AsSpan().IndexOfAny('{', ' ')], series[2][(series[2].LastIndexOf(' ') + 1)..]);
            Assert.That(series[0], Does.StartWith($"# HELP {name} "));
            Assert.That(series[1], Is.AnyOf($"# TYPE {name} gauge", $"# TYPE {name} counter"));
            values.Add(name, value);
        }
        return values;
    }
}
