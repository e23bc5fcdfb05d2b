using System.Collections.Immutable;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sync;

/// <summary>One object of a collection that the engine refuses, or on which it fails: it is set aside, and its neighbours go on.</summary>
public sealed class RefusedObjectTests
{
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync() => _scene = await SyncScene.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Object_that_is_refused_at_the_first_push_is_left_out_and_the_others_are_there()
    {
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _scene.View.Pods[0].Fill([.. Enumerable.Range(0, 20).Select(static i => Some.Pod($"ns{i % 3}/p{i}")), Some.Pod("ns1/bad", "REFUSED")]);

        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Pods!, Has.Count.EqualTo(20));
        Assert.That(_scene.Engine.Pods!.Keys, Has.None.EqualTo("ns1/bad"));
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty, "a pod that is not there is granted nothing");
    }

    [Test]
    public async Task Object_of_another_collection_that_is_refused_is_declared_as_missing_until_it_is_mended()
    {
        var blocked = _scene.View.Add("blocks", isCluster: false, stores: 1).Stores[0];
        blocked.Fill(Block("ns/good"), Block("ns/bad", "REFUSED"));
        var sync = _scene.NewSync();

        await _scene.RoundAsync(sync);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.EqualTo(new[] { "`kubernetes/blocks/ns/bad` is refused by the engine as it is" }));
        Assert.That(sync.IsIncomplete);

        blocked.Write(new WatchEvent<ProjectedObject>.Apply(Block("ns/bad", "10.0.0.7", "3")));
        await sync.PushAsync(CancellationToken.None);
        await sync.DeclareAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
        Assert.That(sync.IsIncomplete, Is.False);
    }

    [Test]
    public async Task Object_that_cannot_be_read_is_declared_as_missing_unless_it_is_a_pod()
    {
        var blocked = _scene.View.Add("blocks", isCluster: false, stores: 1).Stores[0];
        blocked.Fill();
        var sync = _scene.NewSync();
        ImmutableArray<UnusableObject> broken = [new(new ObjectName("ns", "x"), "`metadata.uid` is not text")];
        _scene.View.Pods[0].Unusable = broken;

        await _scene.RoundAsync(sync);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);

        (blocked.Unusable, _scene.View.Policies[0].Unusable) = (broken, broken);
        await _scene.RoundAsync(sync);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.EqualTo(new[]
        {
            "ConfigMap ns/x: `metadata.uid` is not text", "`kubernetes/blocks`: ns/x: `metadata.uid` is not text",
        }));

        (blocked.Unusable, _scene.View.Policies[0].Unusable) = ([], []);
        await _scene.RoundAsync(sync);
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Object_that_becomes_refused_goes_and_comes_back_when_it_is_mended()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));
        await _scene.RoundAsync();

        Apply(Some.Pod("ns/a", "REFUSED", "2"), Some.Pod("ns/b", "10.0.0.9", "2"), Some.Pod("ns/c"));
        await StepAsync();
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/b", "ns/c" }), "its old version must not stay");
        Assert.That(_scene.Engine.Pods["ns/b"], Does.Contain("10.0.0.9"));

        var writes = _scene.Engine.Writes.Count;
        await StepAsync();
        await _scene.RoundAsync();
        Assert.That(_scene.Engine.Writes, Has.Count.EqualTo(writes), "it is not sent again and again");

        Apply(Some.Pod("ns/a", "10.0.0.7", "3"));
        await StepAsync();
        Assert.That(_scene.Engine.Pods.Keys, Is.EqualTo(new[] { "ns/a", "ns/b", "ns/c" }));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Refused_object_that_is_deleted_leaves_nothing_behind()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a", "REFUSED"), Some.Pod("ns/b"));
        await _scene.RoundAsync();

        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "a")));
        await StepAsync();
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/b" }));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Another_engine_is_given_it_again()
    {
        _scene.View.Pods[0].Fill(Some.Pod("ns/a", "REFUSED"), Some.Pod("ns/b"));
        await _scene.RoundAsync();

        _scene.Engine.RefusesObject = "NOTHING";
        _scene.Engine.Restart();
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a", "ns/b" }));
    }

    [Test]
    public async Task Object_on_which_the_engine_fails_is_blamed_after_a_few_tries()
    {
        _scene.View.Pods[0].Fill([.. Enumerable.Range(0, 9).Select(static i => Some.Pod($"ns/p{i}")), Some.Pod("ns/bad", "CHOKES")]);

        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        await _scene.RoundAsync();

        Assert.That(_scene.Engine.Pods!, Has.Count.EqualTo(9));
        Assert.That(_scene.Engine.Accepted.Last().Missing, Is.Empty);
    }

    [Test]
    public async Task Object_on_which_the_engine_failed_is_tried_again_after_a_while()
    {
        var time = new ManualTime();
        var sync = new EngineSync(_scene.Client, _scene.View, _scene.Session, _scene.Health, _scene.Metrics, (time, NullLogger<EngineSync>.Instance));
        _scene.View.Pods[0].Fill(Some.Pod("ns/a"), Some.Pod("ns/bad", "CHOKES"), Some.Pod("ns/refused", "REFUSED"));
        for (var i = 0; i < 2; i++) Assert.That(async () => await _scene.RoundAsync(sync), Throws.InstanceOf<EngineUnavailableException>());
        await _scene.RoundAsync(sync);
        _scene.Engine.Writes.Clear();

        await sync.PushAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Writes, Is.Empty);
        time.Advance(TimeSpan.FromSeconds(61));
        await sync.PushAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PATCH /v1/data" }), "only that on which it failed");
        _scene.Engine.ChokesOnObject = "NOTHING";
        await sync.PushAsync(CancellationToken.None);
        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a" }), "not before the next pause ends");
        time.Advance(TimeSpan.FromSeconds(61));
        await sync.PushAsync(CancellationToken.None);
        await sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Pods!.Keys, Is.EqualTo(new[] { "ns/a", "ns/bad" }));
        Assert.That(_scene.Metrics.Repairs, Is.Zero);
    }

    [Test]
    public async Task Engine_that_fails_on_every_object_is_not_asked_for_each()
    {
        _scene.View.Pods[0].Fill([.. Enumerable.Range(0, 200).Select(static i => Some.Pod($"ns/p{i}"))]);
        _scene.Engine.FailsAt = static request => request.Method is "PUT" or "PATCH" && request.Path.Value!.StartsWith("/v1/data", StringComparison.Ordinal);
        _scene.Engine.Fails = 500;

        for (var i = 0; i < 4; i++) Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>());
        Assert.That(_scene.Engine.Asked, Is.LessThan(80));

        _scene.Engine.Fails = null;
        await _scene.RoundAsync();
        Assert.That(_scene.Engine.Pods!, Has.Count.EqualTo(200), "none of them was to blame");
    }

    [Test]
    public async Task Engine_that_refuses_very_many_objects_is_not_followed()
    {
        _scene.View.Pods[0].Fill([.. Enumerable.Range(0, 150).Select(static i => Some.Pod($"ns/p{i}", "REFUSED"))]);

        Assert.That(async () => await _scene.RoundAsync(), Throws.InstanceOf<EngineUnavailableException>().With.Message.Contains("many objects"));
    }

    /// <summary>An object of the collection `blocks`.</summary>
    private static ProjectedObject Block(string name, string ip = "10.0.0.1", string version = "1") =>
        ObjectProjection.Of(["metadata.resourceVersion", "status.podIP"], "kubernetes/blocks")
            .Read(Some.PodJson(name, ip, version), out _)!;

    private void Apply(params ProjectedObject[] pods)
    {
        foreach (var pod in pods) _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(pod));
    }

    private async Task StepAsync()
    {
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);
    }
}
