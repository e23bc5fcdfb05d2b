using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Sync;

public sealed class SyncLoopTests
{
    private SyncScene _scene = null!;
    private SyncLoop _loop = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await SyncScene.StartAsync();
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _loop = _scene.NewLoop();
        await _loop.StartAsync(CancellationToken.None);
        await Until(() => !_scene.Engine.Accepted.IsEmpty, "the first declaration");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        _loop.Dispose();
        await _scene.DisposeAsync();
    }

    [Test]
    public async Task Change_is_pushed_without_waiting_for_the_heartbeat()
    {
        await _loop.StopAsync(CancellationToken.None);
        var declared = _scene.Engine.Accepted.Count;
        using var loop = _scene.NewLoop(new SyncOptions { HeartbeatSeconds = 86_400 });
        await loop.StartAsync(CancellationToken.None);
        await Until(() => _scene.Engine.Accepted.Count > declared, "the declaration of the loop without heartbeat");

        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a")));

        await Until(() => _scene.Engine.Pods?.ContainsKey("ns/a") == true, "the pod");
        await loop.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Pods_do_not_wait_for_a_policy_that_is_compiled()
    {
        var compiler = new TaskCompletionSource();
        _scene.Engine.Compiler = compiler.Task;
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a")));
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "y")));

        await Until(() => _scene.Engine.Pods?.ContainsKey("ns/a") == true, "the pod");
        _scene.View.Pods[0].Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/b")));
        await Until(() => _scene.Engine.Pods?.ContainsKey("ns/b") == true, "the pod that came while it compiles");
        Assert.That(_scene.Engine.Policies["n/p/a.csx"], Is.EqualTo("x"));
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "z")));

        compiler.SetResult();
        await Until(() => _scene.Engine.Policies["n/p/a.csx"] == "z", "the policy that came while it compiles");
    }

    [Test]
    public async Task Heartbeat_declares_again_when_nothing_changes()
    {
        var before = _scene.Engine.Accepted.Count;

        await Until(() => _scene.Engine.Accepted.Count >= before + 2, "two heartbeats");
    }

    [Test]
    public async Task Engine_that_restarted_behind_the_port_gets_everything_again()
    {
        _scene.Engine.Restart();

        await Until(() => _scene.Engine.Policies.Count == 1 && _scene.Engine.Accepted.Last().EngineId == "engine-2", "the second engine");
    }

    [Test]
    public async Task Engine_that_was_killed_is_in_step_again_after_its_return()
    {
        await _scene.Engine.KillAsync();
        _scene.Engine.Restart();
        await Until(() => _scene.Metrics.Failures > 0, "the loss to be noticed");

        await _scene.Engine.ListenAsync(CancellationToken.None);

        await Until(() => _scene.Engine.Accepted.Last().EngineId == "engine-2", "the second engine");
        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
    }

    private static Task Until(Func<bool> condition, string what) =>
        Eventually.HoldsAsync(condition, what, TimeSpan.FromSeconds(10), CancellationToken.None);
}
