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
        await TellAsync("r1");
        await TellAsync("r1");

        Assert.That(_cluster.Server.Requests.Of("patch", "configmaps"), Has.Count.EqualTo(1));
        Assert.That(_cluster.Server.Requests.Of("create", "events").Single().Body, Does.Contain("b.csx").And.Contain("CS1002"));
        var status = StatusAnnotation.Read(Stored().Status)["r1"];
        Assert.That(status.State, Is.EqualTo(KeyStates.Error));
        Assert.That(status.Keys["a.csx"].State, Is.EqualTo(KeyStates.Active));
        Assert.That(status.Keys["b.csx"].Errors!.Value[0].Code, Is.EqualTo("CS1002"));
    }

    [Test]
    public async Task Same_failure_told_by_two_replicas_is_one_event()
    {
        await TellAsync("r1");
        await TellAsync("r2");

        Assert.That(_cluster.Server.Requests.Of("create", "events"), Has.Count.EqualTo(2));
        Assert.That(_cluster.Server.Requests.Of("patch", "events").Single().Body, Does.Contain("\"count\":2"));
    }

    [Test]
    public async Task Replicas_have_an_entry_each_and_do_not_fight()
    {
        await TellAsync("r1");
        await TellAsync("r2");
        await TellAsync("r1");

        Assert.That(StatusAnnotation.Read(Stored().Status).Keys, Is.EqualTo(new[] { "r1", "r2" }));
        Assert.That(_cluster.Server.Requests.Of("patch", "configmaps"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Replica_that_is_gone_loses_its_entry()
    {
        await TellAsync("r1");

        await TellAsync("r2", static other => other == "r1");

        Assert.That(StatusAnnotation.Read(Stored().Status).Keys, Is.EqualTo(new[] { "r2" }));
    }

    [Test]
    public async Task Write_on_an_old_version_leaves_the_other_replicas_entry()
    {
        var old = Stored();
        await TellAsync("r1");

        await TellAsync("r2", map: old);

        Assert.That(StatusAnnotation.Read(Stored().Status).Keys, Is.EqualTo(new[] { "r1" }));
    }

    [Test]
    public async Task Missing_right_is_no_reason_to_stop()
    {
        _cluster.Server.Disturbances.Deny("patch", "configmaps");

        Assert.That(await TellAsync("r1"), Is.False);
    }

    private ConfigMap Stored() => Some.MapOf(_cluster.Server.Objects.Find(ResourceKind.ConfigMaps, "n", "p")!.Text);

    private async Task<bool> TellAsync(string replica, Func<string, bool>? isGone = null, ConfigMap? map = null)
    {
        _scene.View.Policies[0].Fill(map ?? Stored());
        await _scene.RoundAsync();
        var writer = new StatusWriter(
            _cluster.Api, replica, isGone ?? (static _ => false), new MgmtMetrics(), (TimeProvider.System, NullLogger<StatusWriter>.Instance));
        using var teller = new StatusTeller(new SyncHealth(_scene.Options, TimeProvider.System), writer, TimeProvider.System, NullLogger<StatusTeller>.Instance);
        return await teller.TellAsync(_scene.Health.Report!, CancellationToken.None);
    }
}
