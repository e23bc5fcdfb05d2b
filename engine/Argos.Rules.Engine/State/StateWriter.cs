using System.Collections.Immutable;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.State;

/// <summary>
/// Writes down the set while it is complete: the set when it has changed, and each time when the sources were heard. What it writes is immutable, so no decision
/// and no writer waits for it. While the set is not complete it writes nothing: the last complete one stays.
/// </summary>
internal sealed partial class StateWriter(
    StateOptions options, StateVault vault, SnapshotStore store, SyncRegistry registry, Readiness readiness, EngineMetrics metrics, TimeProvider time, ILogger<StateWriter> logger)
    : BackgroundService
{
    /// <summary>A set that takes long to write may take this part of the time at most.</summary>
    private const int MaximumShare = 10;

    private Written _written = new(-1, "", TimeSpan.Zero);
    private bool _failing;

    /// <summary>Writes what there is to write.</summary>
    public void Save()
    {
        if (vault.Folder is not { } folder) return;
        try
        {
            if (Complete() is not { } complete) return;
            if (complete.Snapshot.Revision != _written.Revision)
            {
                var started = time.GetTimestamp();
                var seal = folder.Write(SetOf(complete.Snapshot));
                _written = new Written(complete.Snapshot.Revision, seal, time.GetElapsedTime(started));
            }
            folder.Write(new LastHeard(_written.Seal, complete.At, complete.Sources));
            vault.Saved(complete.At, complete.Snapshot.Revision);
            metrics.StateSaved(true);
            if (_failing) LogRecovered();
            _failing = false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var message = problem.Message.ReplaceLineEndings(" ");
            vault.Failed(message);
            metrics.StateSaved(false);
            if (!_failing) LogFailed(message);
            _failing = true;
        }
    }

    /// <summary>Writes the last time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Save();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (vault.Folder is null) return;
        var least = TimeSpan.FromSeconds(options.Seconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = _written.Took * MaximumShare;
            await Task.Delay(pause > least ? pause : least, time, stoppingToken);
            Save();
        }
    }

    /// <summary>Snapshot and sources as they belong together; <see langword="null"/> while nothing may be decided with them.</summary>
    private Known? Complete() => store.WithLock(snapshot => readiness.NotReadyReasons(snapshot).IsEmpty
        ? new Known(snapshot, time.GetUtcNow(), [.. registry.All.Select(state => new HeardSource(
            state with { AcceptedAt = null, CompleteAt = null }, registry.Age(state.AcceptedAt)?.TotalSeconds, registry.Age(state.CompleteAt)?.TotalSeconds))])
        : null);

    private static KnownSet SetOf(Snapshot snapshot) => new(
        [.. snapshot.Policies.All.Select(static policy => new KnownPolicy(policy.Id, policy.Source, policy.Tests, policy.Owner))], snapshot.Data, snapshot.Policies.Digest);

    [LoggerMessage(LogLevel.Error, "The state cannot be written; after a restart the last one that was counts, until it is too old: {Problem}")]
    private partial void LogFailed(string problem);

    [LoggerMessage(LogLevel.Information, "The state is written again")]
    private partial void LogRecovered();

    private sealed record Known(Snapshot Snapshot, DateTimeOffset At, ImmutableArray<HeardSource> Sources);

    private sealed record Written(long Revision, string Seal, TimeSpan Took);
}
