using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Core.Sync;

namespace Argos.Rules.Engine.State;

/// <summary>
/// Begins with the set that an earlier start has kept, before anything listens: the whole of it, or nothing. Its age goes on counting while the engine was away,
/// so that it decides no longer than it would have without a restart.
/// </summary>
internal sealed partial class StateRestore(
    StateVault vault, RestoredPolicies policies, SnapshotStore store, SyncRegistry registry, SyncOptions sync, RestoreJournal journal, TimeProvider time, ILogger<StateRestore> logger)
    : IHostedService
{
    /// <summary>A start must not wait for a compiler for ever: then it begins with nothing.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (vault.Folder is not { } folder) return;
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (folder.ReadHeard() is { } heard) await RestoreAsync(folder, heard, either.Token);
        }
        catch (InvalidDataException problem)
        {
            Refuse(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Refuse(problem.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"its policies are not ready after {Limit.TotalSeconds} s"));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RestoreAsync(StateFolder folder, LastHeard heard, CancellationToken cancellation)
    {
        if (AgeProblem(heard) is { } old)
        {
            LogTooOld(old);
            return;
        }
        var known = folder.ReadSet(heard.Set);
        var set = await policies.ActivateAsync(known.Policies, cancellation);
        if (set.Digest != known.PolicySetDigest) throw new InvalidDataException("its policies are others than it says");
        // Compiling took its time.
        if (heard.By(time.GetUtcNow()) is not { } sources) return;
        // INVARIANT: never over what somebody has written to this start.
        var installed = store.Change(
            snapshot =>
            {
                if (snapshot.Revision != Snapshot.Empty.Revision) return snapshot;
                registry.Restore(sources.Select(source => source.State with
                {
                    AcceptedAt = registry.Moment(source.AcceptedSeconds),
                    CompleteAt = registry.Moment(source.CompleteSeconds),
                    CompleteSince = snapshot.Revision,
                }));
                return new Snapshot(set, known.Data, snapshot.Revision);
            },
            DataPath.Root);
        if (!installed) return;
        var at = time.GetUtcNow();
        vault.Restored(at);
        journal.Restored(store.Current, sources, at);
        LogRestored(set.Count, known.Data.PodCount, Math.Round((at - heard.At).TotalSeconds));
    }

    /// <summary>Why nothing could be decided with it.</summary>
    private string? AgeProblem(LastHeard heard)
    {
        if (heard.By(time.GetUtcNow()) is not { } sources) return "it was written in the future, by this clock";
        var oldest = sources.Where(source => !sync.RequiredSources.IsDefault && sync.RequiredSources.Contains(source.State.Name)).Select(static source => source.CompleteSeconds ?? double.MaxValue).DefaultIfEmpty(0).Max();
        return oldest <= sync.MaximumAgeSeconds ? null : string.Create(CultureInfo.InvariantCulture, $"its sources have not been heard for {oldest:F0} s, and `Sync:MaximumAgeSeconds` is {sync.MaximumAgeSeconds}");
    }

    private void Refuse(string problem)
    {
        vault.Failed(problem);
        LogRefused(problem);
    }

    [LoggerMessage(LogLevel.Information, "Began with the state of an earlier start: {Policies} policies and {Pods} pods, {Seconds} s old")]
    private partial void LogRestored(int policies, int pods, double seconds);

    [LoggerMessage(LogLevel.Information, "The state of an earlier start is not used: {Problem}")]
    private partial void LogTooOld(string problem);

    [LoggerMessage(LogLevel.Error, "The state of an earlier start is refused: {Problem}")]
    private partial void LogRefused(string problem);
}
