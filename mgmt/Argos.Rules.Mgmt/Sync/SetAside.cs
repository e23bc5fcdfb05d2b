using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// The objects of a collection that the engine refuses as they are. They are not sent again before they change or the engine is another one, so that one of them never
/// holds up the others; those on which it failed are tried again from time to time, for it may have been the engine's failure. Bounded: an engine that refuses many is
/// not at odds with the objects.
/// </summary>
internal sealed class SetAside(TimeProvider time)
{
    private const int Maximum = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ObjectName, Entry> _entries = [];

    /// <summary>Their names.</summary>
    public IEnumerable<ObjectName> Names => _entries.Keys;

    /// <summary>Those that are to be tried again.</summary>
    public IEnumerable<ObjectName> Due => _entries.Where(entry => entry.Value.FailedAt is { } at && time.GetElapsedTime(at) >= Pause).Select(static entry => entry.Key);

    /// <summary>What they add to the digest of what is wanted.</summary>
    public SetDigest Digest => _entries.Values.Aggregate(SetDigest.Empty, static (sum, entry) => sum.Add(entry.Member));

    /// <summary>Whether an object is one of them, and has not changed since.</summary>
    public bool Has(ProjectedObject item) =>
        _entries.Count > 0 && _entries.TryGetValue(item.Name, out var entry) && entry.Member == item.Member;

    /// <summary>Sets an object aside.</summary>
    /// <param name="item">The object.</param>
    /// <param name="failed">Whether the engine failed on it, without saying that it is wrong.</param>
    /// <returns>Whether there was room.</returns>
    public bool Add(ProjectedObject item, bool failed)
    {
        if (_entries.Count >= Maximum && !_entries.ContainsKey(item.Name)) return false;
        _entries[item.Name] = new Entry(item.Member, failed ? time.GetTimestamp() : null);
        return true;
    }

    /// <summary>An object has changed, or is gone.</summary>
    /// <returns>Whether it was one of them: the engine does not hold it.</returns>
    public bool Forget(ObjectName name) => _entries.Remove(name);

    /// <summary>Forgets those that are not there any more as they were.</summary>
    public void Trim(IEnumerable<ProjectedObject> items)
    {
        if (_entries.Count == 0) return;
        var still = items.Where(Has).Select(static item => item.Name).ToHashSet();
        foreach (var name in _entries.Keys.Where(name => !still.Contains(name)).ToArray()) _entries.Remove(name);
    }

    /// <summary>Another engine may take them.</summary>
    public void Clear() => _entries.Clear();

    private sealed record Entry(UInt128 Member, long? FailedAt);
}
