using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sync;

/// <summary>A restart of the engine is noticed by the question that is always open, not by the heartbeat, which does not come in these tests.</summary>
public sealed class EngineRestartTests
{
    private readonly ManualTime _time = new();
    private SyncScene _scene = null!;
    private SyncLoop _loop = null!;
    private FetchRequestLoop _pending = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await SyncScene.StartAsync();
        _scene.View.Policies[0].Fill(Some.Map("n/p", ("a.csx", "x")));
        _loop = _scene.NewLoop(new SyncOptions { HeartbeatSeconds = 300 });
        // Its own pauses do not end either: an engine that was found ends them.
        _pending = new FetchRequestLoop(_scene.Client, _scene.View, _scene.Session, _time, NullLogger<FetchRequestLoop>.Instance);
        await _loop.StartAsync(CancellationToken.None);
        await _pending.StartAsync(CancellationToken.None);
        await Until(() => !_scene.Engine.Accepted.IsEmpty && _scene.Engine.Questions == 1, "the first declaration");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _pending.StopAsync(CancellationToken.None);
        await _loop.StopAsync(CancellationToken.None);
        _pending.Dispose();
        _loop.Dispose();
        await _scene.DisposeAsync();
    }

    [Test]
    public async Task Restarted_engine_is_pushed_to_without_a_heartbeat_again_and_again()
    {
        for (var i = 0; i < 3; i++)
        {
            _scene.Engine.Restart();
            var now = _scene.Engine.EngineId;
            await Until(() => _scene.Engine.Accepted.LastOrDefault()?.EngineId == now && _scene.Engine.Questions == 1, "the declaration to the new start");
        }

        Assert.That(_scene.Engine.Policies, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Engine_that_was_away_for_long_is_pushed_to_without_a_heartbeat()
    {
        await _scene.Engine.KillAsync();
        _scene.Engine.Restart();
        await Until(() => _scene.Metrics.Failures >= 3, "failures");
        await _scene.Engine.ListenAsync(CancellationToken.None);

        await Until(() => _scene.Engine.Accepted.LastOrDefault()?.EngineId == _scene.Engine.EngineId, "the declaration to the new start");
    }

    private static Task Until(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, TimeSpan.FromSeconds(60), CancellationToken.None);
}
