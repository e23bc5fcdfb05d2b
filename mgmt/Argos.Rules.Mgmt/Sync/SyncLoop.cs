using Argos.Rules.Hosting.Memory;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Keeps one engine in sync for ever: find it, push, declare, then push changes as they come and declare at each heartbeat.
/// </summary>
/// <param name="sync">Does the single steps.</param>
/// <param name="view">Says when something changed.</param>
/// <param name="options">The heartbeat.</param>
/// <param name="metrics">Counts failures.</param>
/// <param name="runtime">The clock and the logger.</param>
internal sealed partial class SyncLoop(
    EngineSync sync, ClusterView view, SyncOptions options, MgmtMetrics metrics, (TimeProvider Time, ILogger<SyncLoop> Logger) runtime)
    : BackgroundService
{
    // The engine is next door: asking costs little, and each pause is time in which a restarted engine cannot decide.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaximumPause = TimeSpan.FromMilliseconds(200);

    // An engine that answers with a refusal or a fault would only be loaded further by the same set again.
    private static readonly TimeSpan FirstRefused = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaximumRefused = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(options.HeartbeatSeconds);
    private readonly Backoff _backoff = new(FirstPause, MaximumPause, runtime.Time, Random.Shared);
    private readonly Backoff _refused = new(FirstRefused, MaximumRefused, runtime.Time, Random.Shared);
    private string? _lost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A set that is not fully listed would remove what is only late.
        await view.Ready.WaitAsync(stoppingToken);
        LogListed(runtime.Logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Fail(e);
                await (e is EngineUnavailableException { HasAnswered: true } ? _refused : _backoff).WaitAsync(stoppingToken);
            }
        }
    }

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        await sync.OpenAsync(stoppingToken);
        await sync.PushAsync(stoppingToken);
        await sync.DeclareAsync(stoppingToken);
        Recover();
        MemoryTrimmer.Trim(view.Collections.Sum(static collection => collection.Stores.Sum(static store => store.Count)));
        await FollowAsync(stoppingToken);
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var declared = runtime.Time.GetTimestamp();
        while (true)
        {
            var left = _heartbeat - runtime.Time.GetElapsedTime(declared);
            var raised = await view.Changed.WaitAsync(left, runtime.Time, stoppingToken);
            var due = runtime.Time.GetElapsedTime(declared) >= _heartbeat;
            var incomplete = sync.IsIncomplete;
            // At the heartbeat also what failed and is due again, though nothing has changed.
            var sent = (raised || due) && await sync.PushAsync(stoppingToken);
            if (!due && !sync.IsDoubted && !sync.IsUnreported && !(sent && incomplete)) continue;
            await sync.DeclareAsync(stoppingToken);
            declared = runtime.Time.GetTimestamp();
        }
    }

    private void Recover()
    {
        _backoff.Reset();
        _refused.Reset();
        if (_lost is not null) LogBack(runtime.Logger);
        _lost = null;
    }

    private void Fail(Exception problem)
    {
        metrics.Failed();
        if (problem is EngineRestartedException) LogRestarted(runtime.Logger);
        else if (problem is not EngineUnavailableException) LogUnexpected(runtime.Logger, problem);
        else if (_lost != problem.Message) LogLost(runtime.Logger, problem.Message);
        _lost = problem is EngineRestartedException ? null : problem.Message;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Everything is listed; connecting to the engine")]
    private static partial void LogListed(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost connection to engine: {Problem}; trying again until it is back")]
    private static partial void LogLost(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "In sync with the engine again")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "The engine has restarted; pushing everything again")]
    private static partial void LogRestarted(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Synchronising failed; restarting")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
