using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Status;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Status;

public sealed class StatusWriterTests
{
    private ApiServerScene _cluster = null!;
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _cluster = await ApiServerScene.StartAsync();
        _scene = await SyncScene.StartAsync();
        _cluster.Server.Objects.Apply("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"n","name":"p"},"data":{"a.csx":"x","b.csx":"BROKEN"}}""");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _scene.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task Status_is_written_once_and_an_event_tells_the_error()
    {
        await ReportAsync("r1");
        await ReportAsync("r1");

        Assert.That(_cluster.Server.Requests.Of("patch", "configmaps"), Has.Count.EqualTo(1));
        Assert.That(_cluster.Server.Requests.Of("create", "events").Single().Body, Does.Contain("b.csx").And.Contain("CS1002"));
        var status = StatusAnnotation.Read(CachedObject().Status)["r1"];
        Assert.That(status.State, Is.EqualTo(KeyStates.Error));
        Assert.That(status.Keys["a.csx"].State, Is.EqualTo(KeyStates.Active));
        Assert.That(status.Keys["b.csx"].Errors!.Value[0].Code, Is.EqualTo("CS1002"));
    }

    [Test]
    public async Task Same_failure_told_by_two_replicas_is_one_event()
    {
        await ReportAsync("r1");
        await ReportAsync("r2");

        Assert.That(_cluster.Server.Requests.Of("create", "events"), Has.Count.EqualTo(2));
        Assert.That(_cluster.Server.Requests.Of("patch", "events").Single().Body, Does.Contain("\"count\":2"));
    }

    [Test]
    public async Task Replicas_have_an_entry_each_and_do_not_fight()
    {
        await ReportAsync("r1");
        await ReportAsync("r2");
        await ReportAsync("r1");

        Assert.That(StatusAnnotation.Read(CachedObject().Status).Keys, Is.EqualTo(new[] { "r1", "r2" }));
        Assert.That(_cluster.Server.Requests.Of("patch", "configmaps"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Replica_that_is_gone_loses_its_entry()
    {
        await ReportAsync("r1");

        await ReportAsync("r2", static other => other == "r1");

        Assert.That(StatusAnnotation.Read(CachedObject().Status).Keys, Is.EqualTo(new[] { "r2" }));
    }

    [Test]
    public async Task Write_on_an_old_version_leaves_the_other_replicas_entry()
    {
        var old = CachedObject();
        await ReportAsync("r1");

        await ReportAsync("r2", map: old);

        Assert.That(StatusAnnotation.Read(CachedObject().Status).Keys, Is.EqualTo(new[] { "r1" }));
    }

    [Test]
    public async Task Missing_right_is_no_reason_to_stop()
    {
        _cluster.Server.Faults.Deny("patch", "configmaps");

        Assert.That(await ReportAsync("r1"), Is.False);
    }

    [Test]
    public async Task Map_that_lost_its_label_says_nothing_any_more()
    {
        using var reporter = Reporter(Writer("r1"));
        _scene.View.Policies[0].Fill(CachedObject());
        await _scene.RoundAsync();
        await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None);
        await ReportAsync("r2");

        Assert.That(await UnlabelAsync(reporter), Is.False);

        Assert.That(StatusAnnotation.Read(CachedObject().Status).Keys, Is.EqualTo(new[] { "r2" }));
    }

    [Test]
    public async Task Map_that_lost_its_label_while_nobody_looked_says_nothing_any_more()
    {
        await ReportAsync("r1");
        using var reporter = Reporter(Writer("r2", static other => other == "r1"));

        Assert.That(await UnlabelAsync(reporter), Is.False);

        Assert.That(CachedObject().Status, Is.Null);
    }

    [Test]
    public async Task Status_of_a_map_without_a_key_of_ours_is_taken_away()
    {
        await ReportAsync("r1");
        var map = CachedObject();

        await ReportAsync("r1", map: new ConfigMap(map.Name) { Data = map.Data.Clear(), Status = map.Status, ResourceVersion = map.ResourceVersion });

        Assert.That(CachedObject().Status, Is.Null);
    }

    [Test]
    public async Task Map_that_lost_its_label_is_tried_again_when_the_server_is_away()
    {
        await ReportAsync("r1");
        using var reporter = Reporter(Writer("r1"));
        _scene.View.Policies[0].Fill(CachedObject());
        await _scene.RoundAsync();
        await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None);
        _cluster.Server.Faults.Fail(System.Net.HttpStatusCode.ServiceUnavailable, 1, static request => request is { Verb: "list", Resource: "configmaps" });

        Assert.That(await UnlabelAsync(reporter), Is.True);
        Assert.That(await UnlabelAsync(reporter), Is.False);

        Assert.That(CachedObject().Status, Is.Null);
    }

    [Test]
    public async Task Map_that_takes_no_annotation_has_its_event_once()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(_cluster.Server.Objects.Find(ResourceKind.ConfigMaps, "n", "p")!.Text)!;
        json["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { ["full"] = new string('x', (256 * 1024) - 8) };
        _cluster.Server.Objects.Apply(json.ToJsonString());
        using var reporter = Reporter(Writer("r1"));
        _scene.View.Policies[0].Fill(CachedObject());
        await _scene.RoundAsync();

        Assert.That(await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None), Is.False);
        Assert.That(await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None), Is.False);

        Assert.That(CachedObject().Status, Is.Null);
        Assert.That(_cluster.Server.Requests.Of("create", "events").Single().Body, Does.Contain("b.csx").And.Contain("CS1002"));
    }

    private ConfigMap CachedObject() => Some.MapOf(_cluster.Server.Objects.Find(ResourceKind.ConfigMaps, "n", "p")!.Text);

    private async Task<bool> ReportAsync(string replica, Func<string, bool>? isGone = null, ConfigMap? map = null)
    {
        _scene.View.Policies[0].Fill(map ?? CachedObject());
        await _scene.RoundAsync();
        var writer = Writer(replica, isGone);
        using var reporter = Reporter(writer);
        return await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None);
    }

    private StatusReporter Reporter(StatusWriter writer) =>
        new(new SyncHealth(_scene.Options, TimeProvider.System), new ClusterView(1, 1, keysRequired: false) { ConfigMapNamespaces = ["n"] },
            writer, TimeProvider.System, NullLogger<StatusReporter>.Instance);

    private StatusWriter Writer(string replica, Func<string, bool>? isGone = null) =>
        new(_cluster.Api, replica, isGone ?? (static _ => false), new MgmtMetrics(), (TimeProvider.System, NullLogger<StatusWriter>.Instance));

    // The label is gone: the store has nothing any more, the server has the object.
    private async Task<bool> UnlabelAsync(StatusReporter reporter)
    {
        _scene.View.Policies[0].Fill();
        await _scene.RoundAsync();
        return await reporter.ReportAsync(_scene.Health.Report!, CancellationToken.None);
    }
}
