using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>Makes the engine hold what the view says. Each method can be repeated at any time: it reads the whole state and sends what differs.</summary>
internal sealed partial class EngineSync
{
    private readonly EngineClient _client;
    private readonly ClusterView _view;
    private readonly EngineSession _session;
    private readonly SyncHealth _health;
    private readonly MgmtMetrics _metrics;
    private readonly ILogger<EngineSync> _logger;
    private readonly DocumentSync _policies;
    private readonly DocumentSync _documents;
    private readonly ImmutableArray<CollectionSync> _collections;
    private DesiredSet? _desired;
    private byte[]? _keys;
    private bool _keysMissing;
    private string? _keysProblem;
    private bool _changed = true;
    private bool _settled;
    private bool _repeat;
    private ImmutableArray<string> _missing = [];
    private SyncReport? _report;
    private bool _unreported;
    private string _engineId = "";
    private long _generation;

    /// <param name="client">The engine.</param>
    /// <param name="view">What the source knows.</param>
    /// <param name="session">Learns which engine was found.</param>
    /// <param name="health">Learns how it stands.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="runtime">The clock, which starts the generations above those of an earlier process, and the logger.</param>
    public EngineSync(
        EngineClient client, ClusterView view, EngineSession session, SyncHealth health, MgmtMetrics metrics, (TimeProvider Time, ILogger<EngineSync> Logger) runtime)
    {
        (_client, _view, _session, _health, _metrics, _logger) = (client, view, session, health, metrics, runtime.Logger);
        _policies = new DocumentSync(new PolicyTarget(client), metrics, runtime.Time);
        _documents = new DocumentSync(new DocumentTarget(client), metrics, runtime.Time, nested: true);
        _collections = [.. view.Collections.Select(collection => new CollectionSync(client, collection, metrics, (runtime.Time, _logger)))];
        _generation = runtime.Time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Whether the last declaration said that something is missing.</summary>
    public bool IsIncomplete => _missing.Concat(Refused).Any();

    // Not kept: an object is refused, unreadable, mended or gone in any round, also when no text changes.
    private IEnumerable<string> Refused => [.. _collections.SelectMany(static collection => collection.Missing), .. _view.Unreadable];

    /// <summary>Whether texts were pushed and nothing was reported of them: the answer to a declaration says what policies think of settings.</summary>
    public bool IsUnreported => _unreported;

    /// <summary>Whether the engine that is pushed to may be gone: to declare finds out.</summary>
    public bool IsDoubted => _session.IsDoubted;

    /// <summary>Finds the engine and learns what it holds.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => Adopt(await _client.GetInventoryAsync(cancellationToken));

    /// <summary>Pushes what differs; tells whether anything was sent.</summary>
    public async Task<bool> PushAsync(CancellationToken cancellationToken)
    {
        // Side by side: a policy that is compiled must not hold up the pods, nor many pods the policies.
        var texts = PushTextsAsync(cancellationToken);
        try
        {
            var sent = await PushCollectionsAsync(cancellationToken);
            while (await ChangesBeforeAsync(texts, cancellationToken)) sent |= await PushCollectionsAsync(cancellationToken);
            if (!await texts && !sent) return false;
            _generation++;
            return true;
        }
        finally
        {
            // Nothing may still write when the engine is looked for again.
            await ((Task)texts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_repeat) _view.Changed.Raise();
            _repeat = false;
        }
    }

    private async Task<bool> ChangesBeforeAsync(Task texts, CancellationToken cancellationToken)
    {
        if (texts.IsCompleted) return false;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = _view.Changed.WaitAsync(done.Token);
        await Task.WhenAny(texts, changed);
        await done.CancelAsync();
        await changed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // It may have been about a policy, which is not looked at here: the caller has to see it too.
        if (changed.IsCompletedSuccessfully) _repeat = true;
        return !texts.IsCompleted && changed.IsCompletedSuccessfully;
    }

    private async Task<bool> PushCollectionsAsync(CancellationToken cancellationToken)
    {
        var sent = false;
        foreach (var collection in _collections) sent |= await collection.PushAsync(_engineId, cancellationToken);
        return sent;
    }

    private async Task<bool> PushTextsAsync(CancellationToken cancellationToken)
    {
        if (!Refresh() && _settled && !_documents.HasDue && !_policies.HasDue) return false;
        _settled = false;
        var documents = await _documents.PushAsync(_desired!.Documents, cancellationToken);
        var policies = await _policies.PushAsync(_desired.Policies, cancellationToken);
        _settled = true;
        Report(policies, documents);
        return true;
    }

    /// <summary>Says that this is the whole set. When the engine holds something else, repairs it and says so once more.</summary>
    public async Task DeclareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeclareOnceAsync(cancellationToken);
        }
        finally
        {
            // What became of the texts is known, whatever became of the declaration.
            Report();
        }
    }

    private async Task DeclareOnceAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.DeclareAsync(Declaration(), cancellationToken);
        if (answer.OutOfSync is { } holdings)
        {
            _metrics.Repaired();
            LogRepair(_logger, string.Join("; ", holdings.Differences.IsDefault ? [] : holdings.Differences));
            Adopt(holdings);
            await PushAsync(cancellationToken);
            answer = await _client.DeclareAsync(Declaration(), cancellationToken);
        }
        if (answer.Accepted is not { } accepted) throw new EngineUnavailableException("the engine still holds something else after a repair") { HasAnswered = true };
        if (accepted.EngineId != _engineId) throw new EngineRestartedException();
        _session.Confirm();
        _health.Accept();
        Learn(accepted.InvalidSettings.IsDefault ? [] : accepted.InvalidSettings);
        if (!accepted.Refresh.IsDefault) _view.Want(accepted.Refresh, _engineId, accepted.Asked);
    }

    // They change with the policies too, which may be another source's.
    private void Learn(ImmutableArray<InvalidSetting> invalid)
    {
        if (_report is null || _report.InvalidSettings.SequenceEqual(invalid)) return;
        _report = _report with { InvalidSettings = invalid };
        _unreported = true;
    }

    private void Report()
    {
        if (!_unreported || _report is null) return;
        _unreported = false;
        // As they are now: what was written to them since must not be written again.
        _health.SetReport(_report with { Maps = [.. Maps(_view.Policies), .. Maps(_view.Data)] });
    }

    private void Adopt(SyncInventory holdings)
    {
        if (holdings.EngineId != _engineId)
        {
            _metrics.EngineStarted();
            LogEngine(_logger, holdings.EngineId, holdings.Policies.Count, holdings.Resources.Count);
        }
        _engineId = holdings.EngineId;
        _session.Open(_engineId);
        _settled = false;
        _policies.Adopt(_engineId, holdings.Policies);
        _documents.Adopt(_engineId, holdings.Resources.Where(root => _collections.All(collection => collection.Root != root.Key)).Select(static root => KeyValuePair.Create(root.Key, root.Value.Digest)));
        foreach (var collection in _collections) collection.Adopt(holdings.Resources.GetValueOrDefault(collection.Root));
    }

    // Works the desired set out anew when something that it depends on changed.
    private bool Refresh()
    {
        // Kept until the set is worked out: what was taken from a store is reported once.
        foreach (var store in _view.Policies.Concat(_view.Data))
        {
            var changes = store.TakeChanges();
            _changed |= changes.All || changes.Items.Length > 0;
        }
        var keys = _view.Keys.Json;
        var problem = _view.Keys.Problem;
        _changed |= !ReferenceEquals(keys, _keys) || problem != _keysProblem;
        if (!_changed) return false;
        (_keys, _keysProblem) = (keys, problem);
        // As they are now: those that arrive while this set is pushed are not in it.
        _keysMissing = _view.Keys.Required && keys is null;
        var desired = DesiredSet.From(Maps(_view.Policies), Maps(_view.Data), (keys, _view.Root), _desired ?? DesiredSet.Empty);
        // Keys that are only late must not be taken from an engine that has them since an earlier start of mgmt.
        var path = _view.KeysPath;
        if (_keysMissing) desired = desired with { Documents = desired.Documents.SetItem(path, new DesiredItem(path, null, origin: null)) };
        (_desired, _changed) = (desired, false);
        return true;
    }

    private static IEnumerable<ConfigMap> Maps(ImmutableArray<Watching.Store<ConfigMap>> stores) => stores.SelectMany(static store => store.Items());

    private void Report(ImmutableArray<ItemOutcome> policies, ImmutableArray<ItemOutcome> documents)
    {
        _missing =
        [
            .. policies.Where(static policy => policy.IsMissing).Select(static policy => $"policy `{policy.Item.Id}` was in force and no version of it can be activated"),
            // A check that reads it would take it for empty, and an empty list of what is blocked blocks nobody.
            .. documents.Where(static document => document.IsMissing).Select(static document => $"document `{document.Item.Id}` was in force and no version of it can be read"),
            .. _policies.Unremoved.Select(static left => $"policy `{left.Key}` should be gone, and the engine does not let go of it: {left.Value}"),
            .. _documents.Unremoved.Select(static left => $"document `{left.Key}` should be gone, and the engine does not let go of it: {left.Value}"),
        ];
        if (_keysMissing) _missing = _missing.Add($"`{_view.KeysPath}` could not be fetched yet{(_keysProblem is null ? "" : $": {_keysProblem}")}");
        foreach (var missing in _missing) LogMissing(_logger, missing);
        _report = new SyncReport([], _desired!.Problems, [.. policies, .. documents]) { InvalidSettings = _report?.InvalidSettings ?? [] };
        _unreported = true;
    }

    private SyncDeclaration Declaration() => new()
    {
        EngineId = _engineId,
        Generation = _generation,
        Policies = Record(_policies.Digest),
        Resources = _documents.Held
            .ToImmutableSortedDictionary(static held => held.Key, static held => Record(SetDigest.Empty.Add(held.Value)), StringComparer.Ordinal)
            .SetItems(_collections.Select(static collection => KeyValuePair.Create(collection.Root, Record(collection.Digest)))),
        Missing = [.. _missing, .. Refused],
        AgeSeconds = _view.Age.TotalSeconds,
    };

    private static DigestRecord Record(SetDigest digest) => new(digest.Count, digest.Hex);

    [LoggerMessage(Level = LogLevel.Information, Message = "Found engine {EngineId}, which holds {Policies} policies and {Roots} data roots of this source")]
    private static partial void LogEngine(ILogger logger, string engineId, int policies, int roots);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The engine holds something else than was declared, repairing: {Differences}")]
    private static partial void LogRepair(ILogger logger, string differences);

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine will not be ready: {Missing}")]
    private static partial void LogMissing(ILogger logger, string missing);
}
