using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Sync;

/// <summary>Somebody changes what the engine holds behind mgmt's back; the next heartbeat finds and repairs it.</summary>
public sealed class DriftTests
{
    private SyncScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await SyncScene.StartAsync();
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _scene.View.Pods[0].Fill([.. Enumerable.Range(0, 40).Select(static i => Some.Pod($"ns{i % 4}/p{i}"))]);
        await _scene.RoundAsync();
        _scene.Engine.Writes.Clear();
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Removed_pod_costs_its_namespace_only()
    {
        _scene.Engine.Pods!.Remove("ns2/p2");

        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PUT /v1/data/kubernetes/pods/ns2" }));
        Assert.That(_scene.Engine.Pods, Has.Count.EqualTo(40).And.ContainKey("ns2/p2"));
        Assert.That(_scene.Metrics.Repairs, Is.EqualTo(1));
    }

    [Test]
    public async Task Changed_pod_and_foreign_namespace_are_repaired()
    {
        _scene.Engine.Pods!["ns1/p1"] = "{}";
        _scene.Engine.Pods!["foreign/pod"] = "{}";

        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EquivalentTo(new[] { "PUT /v1/data/kubernetes/pods/ns1", "DELETE /v1/data/kubernetes/pods/foreign" }));
        Assert.That(_scene.Engine.Pods, Has.Count.EqualTo(40).And.Not.ContainKey("foreign/pod"));
        Assert.That(_scene.Engine.Pods["ns1/p1"], Is.Not.EqualTo("{}"));
    }

    [Test]
    public async Task Emptied_collection_is_sent_as_a_whole()
    {
        _scene.Engine.Pods!.Clear();

        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PUT /v1/data/kubernetes/pods" }));
        Assert.That(_scene.Engine.Pods, Has.Count.EqualTo(40));
    }

    [Test]
    public async Task Removed_policy_is_put_again_and_the_pods_are_left_alone()
    {
        _scene.Engine.Policies.Clear();

        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PUT /v1/policies/n/p/a.csx" }));
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Changes_after_a_repair_are_small_patches_again()
    {
        _scene.Engine.Pods!.Remove("ns2/p2");
        await _scene.Sync.DeclareAsync(CancellationToken.None);
        _scene.Engine.Writes.Clear();

        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns1/new")));
        await _scene.Sync.PushAsync(CancellationToken.None);
        await _scene.Sync.DeclareAsync(CancellationToken.None);

        Assert.That(_scene.Engine.Writes, Is.EqualTo(new[] { "PATCH /v1/data" }));
        Assert.That(_scene.Metrics.Repairs, Is.EqualTo(1));
    }
}
