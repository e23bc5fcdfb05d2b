using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Sends changes of a collection, and finds the single object for which the engine refuses a batch: by halves. An engine that fails (5xx) instead of refusing is asked
/// again as a whole a few times before an object is blamed; when several in a row fail alone, it is the engine after all.
/// </summary>
internal sealed partial class ObjectPatches(EngineClient client, Collection collection, MgmtMetrics metrics, (TimeProvider Time, ILogger Logger) runtime)
{
    private const int MaximumFailures = 3;
    private const string FailedCode = "engine-failed";

    private readonly List<ObjectName> _inARow = [];
    private string _engineId = "";
    private int _failedRounds;
    private bool _probed;

    /// <summary>What the engine refuses.</summary>
    public SetAside SetAside { get; } = new(runtime.Time);

    /// <summary>Which engine is meant; another one may take what was refused.</summary>
    public void For(string engineId)
    {
        if (engineId != _engineId) SetAside.Clear();
        _engineId = engineId;
    }

    /// <summary>A round has come to its end.</summary>
    public void EndRound() => _failedRounds = 0;

    /// <summary>Sends changes.</summary>
    /// <returns>Whether all were taken or set aside; not when the engine would not remove something.</returns>
    public async Task<bool> SendAsync(KeyValuePair<ObjectName, ProjectedObject?>[] changes, CancellationToken cancellationToken)
    {
        _inARow.Clear();
        _probed = false;
        foreach (var batch in ObjectPatch.Batches(changes))
            if (!await SendAsync(batch, cancellationToken)) return false;
        return true;
    }

    /// <summary>Tries objects again on which the engine failed a while ago, each alone.</summary>
    /// <returns>What was taken.</returns>
    public async Task<SetDigest> RetryAsync(CancellationToken cancellationToken)
    {
        var taken = SetDigest.Empty;
        foreach (var name in SetAside.Due.ToArray())
        {
            if (collection.Stores.Select(store => store.Find(name)).FirstOrDefault(static item => item is not null) is not { } item || !SetAside.Has(item)) continue;
            _failedRounds = MaximumFailures;
            var again = KeyValuePair.Create<ObjectName, ProjectedObject?>(name, item);
            if ((await TryAsync(() => client.PatchObjectsAsync(_engineId, collection, [again], cancellationToken))).IsTaken)
            {
                SetAside.Forget(name);
                taken = taken.Add(item.Member);
            }
            else
            {
                SetAside.Add(item, failed: true);
            }
        }
        return taken;
    }

    /// <summary>Makes a write; one on which the engine fails time and again counts as refused.</summary>
    public async Task<PushResult> TryAsync(Func<Task<PushResult>> write)
    {
        try
        {
            return await write();
        }
        catch (EngineUnavailableException e) when (e is { MayBeItem: true, HasAnswered: true } && (_failedRounds >= MaximumFailures || ++_failedRounds >= MaximumFailures))
        {
            return new PushResult([new Diagnostic(FailedCode, e.Message)]);
        }
    }

    private async Task<bool> SendAsync(ArraySegment<KeyValuePair<ObjectName, ProjectedObject?>> batch, CancellationToken cancellationToken)
    {
        var result = await TryAsync(() => client.PatchObjectsAsync(_engineId, collection, batch, cancellationToken));
        if (result.IsTaken)
        {
            _inARow.Clear();
            metrics.SentObjects(batch.Count);
            return true;
        }
        await ProbeAsync(result.Errors[0], cancellationToken);
        if (batch.Count == 1) return batch[0].Value is { } item && await RefuseAsync(item, result.Errors[0], cancellationToken);
        var half = batch.Count / 2;
        return await SendAsync(batch[..half], cancellationToken) && await SendAsync(batch[half..], cancellationToken);
    }

    // An engine that refuses a change of nothing as well refuses everything, and no object is to blame. Asked once a round.
    private async Task ProbeAsync(Diagnostic problem, CancellationToken cancellationToken)
    {
        if (_probed) return;
        _probed = true;
        if ((await TryAsync(() => client.PatchObjectsAsync(_engineId, collection, [], cancellationToken))).IsTaken) return;
        throw new EngineUnavailableException($"the engine refused every change of `{collection.Root}`: {problem.Message}") { HasAnswered = true };
    }

    private async Task<bool> RefuseAsync(ProjectedObject item, Diagnostic problem, CancellationToken cancellationToken)
    {
        if (problem.Code == FailedCode) _inARow.Add(item.Name);
        if (_inARow.Count >= MaximumFailures || !SetAside.Add(item, problem.Code == FailedCode))
        {
            foreach (var name in _inARow) SetAside.Forget(name);
            throw new EngineUnavailableException($"the engine refused many objects of `{collection.Root}`, `{item.Name}` among them: {problem.Message}") { HasAnswered = true };
        }
        metrics.Refused();
        LogRefused(runtime.Logger, collection.Root.ToString(), item.Name, problem.Message);
        // What can no longer be used is as good as gone: its old version must not stay. That there is none is no failure.
        var gone = KeyValuePair.Create<ObjectName, ProjectedObject?>(item.Name, null);
        await TryAsync(() => client.PatchObjectsAsync(_engineId, collection, [gone], cancellationToken));
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine refused {Root}/{Name}: {Problem}; it does not hold this object until it is mended")]
    private static partial void LogRefused(ILogger logger, string root, ObjectName name, string problem);
}
