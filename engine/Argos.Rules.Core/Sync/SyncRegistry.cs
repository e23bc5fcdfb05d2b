using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Snapshots;

namespace Argos.Rules.Core.Sync;

/// <summary>
/// Keeps for each source what it has written and whether the engine holds all of what it declares. A source that has been complete
/// stays so while it writes between two declarations; a declaration that differs ends it.
/// </summary>
internal sealed class SyncRegistry(SnapshotStore store, EngineIdentity identity, TimeProvider time)
{
    private const int MaximumSources = 32;
    private const double MaximumAgeSeconds = 1e9;

    private readonly Lock _lock = new();
    private volatile ImmutableSortedDictionary<string, SourceState> _sources = ImmutableSortedDictionary.Create<string, SourceState>(StringComparer.Ordinal);

    /// <summary>The state of a source; <see langword="null"/> when it has never been heard of.</summary>
    public SourceState? Find(string source) => _sources.GetValueOrDefault(source);

    /// <summary>Whether a source of this name can be taken on: there is room for a few, not for any number.</summary>
    public bool HasRoomFor(string source) => _sources.ContainsKey(source) || _sources.Count < MaximumSources;

    /// <summary>Remembers what a source has written.</summary>
    /// <param name="source">Which.</param>
    /// <param name="paths">Where.</param>
    /// <param name="collection">The collection whose objects they are, when the source said so.</param>
    public void RecordWrite(string source, IEnumerable<DataPath> paths, DataPath? collection = null) => Update(source, state => state with
    {
        Roots = state.Roots.Union(paths.Select(path => collection is { } root && path.StartsWith(root) ? root : RootOf(path)).OfType<DataPath>()),
    });

    /// <summary>
    /// Somebody changes what other sources have written; to be called while the change is made, before it can be seen. Until each of these has declared its set again, the engine does not know it to be complete:
    /// a policy that is taken away must not be missed by decisions until the next heartbeat.
    /// </summary>
    /// <param name="writer">Who changes it; <see langword="null"/> when he did not say.</param>
    /// <param name="paths">Where.</param>
    public void Invalidate(string? writer, ImmutableArray<DataPath> paths) =>
        Invalidate(writer, state => paths.Any(path => state.Roots.Any(root => root.StartsWith(path) || path.StartsWith(root))), "data");

    /// <summary>The same for a policy of a source.</summary>
    /// <param name="writer">Who changes it; <see langword="null"/> when he did not say.</param>
    /// <param name="policy">The policy as it was.</param>
    public void Invalidate(string? writer, ActivePolicy policy) =>
        Invalidate(writer, state => state.Name == policy.Owner, $"policy `{policy.Id}`");

    /// <summary>What is held of a source.</summary>
    public SyncInventory InventoryOf(string source) => Inventory.Of(store.Current, source, Find(source)?.Roots ?? [], identity.Id, []);

    /// <summary>The digests one level below a root.</summary>
    public SyncParts PartsOf(DataPath root) => new()
    {
        EngineId = identity.Id,
        Parts = store.Current.Data.DigestsBelow(root).ToImmutableSortedDictionary(static part => part.Key, static part => new DigestRecord(part.Value.Count, part.Value.Hex), StringComparer.Ordinal),
    };

    /// <summary>Compares what a source declares with what is held of it.</summary>
    public SyncOutcome Declare(string source, SyncDeclaration declaration)
    {
        var declared = new Dictionary<DataPath, DigestRecord>();
        foreach (var (root, digest) in declaration.Resources)
        {
            if (!DataPath.TryParse(root, out var path, out var problem)) return new SyncOutcome.Invalid($"`resources` has `{root}`: {problem}");
            if (digest is null || !declared.TryAdd(path, digest)) return new SyncOutcome.Invalid($"`resources` has `{root}` twice or without a digest");
        }
        if (!(declaration.AgeSeconds >= 0 && declaration.AgeSeconds <= MaximumAgeSeconds)) return new SyncOutcome.Invalid("`ageSeconds` must be a number of seconds");
        // INVARIANT: nothing changes between the comparison and what is remembered of it.
        return store.WithLock(snapshot => Compare(snapshot, source, declaration, declared));
    }

    private SyncOutcome Compare(Snapshot snapshot, string source, SyncDeclaration declaration, Dictionary<DataPath, DigestRecord> declared)
    {
        lock (_lock)
        {
            var written = Find(source)?.Roots ?? [];
            var differences = Inventory.Differences(snapshot, source, written, declaration.Policies, declared);
            var roots = written.Union(declared.Keys);
            if (!differences.IsEmpty)
            {
                Update(source, state => state with { IsRestored = false, Roots = roots, Incomplete = $"it differs from what is held: {differences[0]}" });
                return new SyncOutcome.Differs(Inventory.Of(snapshot, source, roots, identity.Id, differences));
            }
            var now = time.GetTimestamp();
            Update(source, state => state with
            {
                IsRestored = false,
                Roots = [.. declared.Keys],
                Generation = declaration.Generation,
                Incomplete = declaration.Missing.IsDefaultOrEmpty ? null : $"it misses something: {declaration.Missing[0]}",
                AcceptedAt = now,
                CompleteSince = state.Incomplete is null ? state.CompleteSince : snapshot.Revision,
                CompleteAt = declaration.Missing.IsDefaultOrEmpty ? now - (long)(declaration.AgeSeconds * time.TimestampFrequency) : state.CompleteAt,
            });
            return new SyncOutcome.Agreed();
        }
    }

    /// <summary>Whether a source can say of an object that it does not exist: it is in a collection that this source alone has, and has all of.</summary>
    public bool SpeaksFor(string source, DataPath path)
    {
        var sources = _sources;
        return sources.TryGetValue(source, out var own) && own.Incomplete is null && sources.All(state => HoldsAbove(state.Value, path) == (state.Key == source));
    }

    private static bool HoldsAbove(SourceState state, DataPath path) =>
        Enumerable.Range(1, Math.Max(0, path.Segments.Length - 1)).Any(length => state.Roots.Contains(new DataPath(path.Segments[..length])));

    /// <summary>All sources that have been heard of.</summary>
    public ImmutableArray<SourceState> All => [.. _sources.Values];

    /// <summary>Knows again what an earlier start knew. To be called while nothing is known yet and the snapshot cannot change.</summary>
    public void Restore(IEnumerable<SourceState> sources)
    {
        lock (_lock) _sources = sources.ToImmutableSortedDictionary(static state => state.Name, static state => state with { IsRestored = true }, StringComparer.Ordinal);
    }

    /// <summary>All sources that have been heard of, for the status.</summary>
    public ImmutableArray<SourceStatus> Status() =>
    [
        .. _sources.Values.Select(state => new SourceStatus(state.Name, state.Incomplete is null, state.Generation, Age(state.AcceptedAt)?.TotalSeconds ?? 0)
        {
            Incomplete = state.Incomplete,
            CompleteAgeSeconds = Age(state.CompleteAt)?.TotalSeconds,
            Restored = state.IsRestored,
        }),
    ];

    /// <summary>The moment of the monotonic clock that was so long ago.</summary>
    public long? Moment(double? secondsAgo) => secondsAgo is { } seconds ? time.GetTimestamp() - (long)(seconds * time.TimestampFrequency) : null;

    /// <summary>The time since a moment of the monotonic clock.</summary>
    public TimeSpan? Age(long? moment) => moment is { } at ? time.GetElapsedTime(at) : null;

    /// <summary>A collection below `kubernetes`, or the document that was written. A write further up belongs to nobody.</summary>
    private static DataPath? RootOf(DataPath path) => path.Segments switch
    {
        [] or ["kubernetes"] => null,
        ["kubernetes", ..] => new DataPath(path.Segments[..2]),
        _ => path,
    };

    private void Invalidate(string? writer, Func<SourceState, bool> isOf, string what)
    {
        lock (_lock)
        {
            foreach (var (name, state) in _sources)
            {
                if (name != writer && state.Incomplete is null && isOf(state)) Update(name, known => known with { Incomplete = $"{what} of it was changed by somebody else" });
            }
        }
    }

    private void Update(string source, Func<SourceState, SourceState> change)
    {
        lock (_lock) _sources = _sources.SetItem(source, change(Find(source) ?? new SourceState(source)));
    }
}
