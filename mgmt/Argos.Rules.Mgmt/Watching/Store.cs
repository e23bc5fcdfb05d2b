using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>
/// The objects of one reflector: one writer, many readers. Readers never see a half-listed set: a list is gathered aside and
/// swapped in as a whole. Remembers which keys changed since they were last taken, each once, and never more of them than it
/// is worth: beyond that it says "all".
/// </summary>
/// <param name="changed">Called after each change, outside the lock; must not block.</param>
internal sealed class Store<T>(Action changed)
    where T : CachedObject
{
    private const int FewChanges = 4096;
    private readonly Lock _lock = new();

    // With each name whether its object was there when the changes were taken last: what came and went since is not a change.
    private Dictionary<ObjectName, bool> _changed = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ObjectName, ulong> _ahead = [];
    private HashSet<T> _items = NameComparer<T>.NewSet();
    private HashSet<T>? _next;
    private SetDigest _digest;
    private ulong _version;
    private bool _all;
    private int _generation;

    private volatile object _unusable = ImmutableArray<UnusableObject>.Empty;

    /// <summary>The objects of which nothing can be kept; what is wrong with them is known, what they say is not.</summary>
    public ImmutableArray<UnusableObject> Unusable
    {
        get => (ImmutableArray<UnusableObject>)_unusable;
        set
        {
            _unusable = value;
            changed();
        }
    }

    /// <summary>Completes after the first whole list.</summary>
    public Task Ready => _ready.Task;

    public int Count
    {
        get { lock (_lock) return _items.Count; }
    }

    /// <summary>The keys that wait to be taken.</summary>
    public int Waiting
    {
        get { lock (_lock) return _all ? _items.Count : _changed.Count; }
    }

    public T? Find(ObjectName name)
    {
        lock (_lock) return Held(name);
    }

    /// <summary>The objects as they are now, in no order.</summary>
    public T[] Items()
    {
        lock (_lock) return [.. _items];
    }

    public void Write(WatchEvent<T> change)
    {
        bool told;
        lock (_lock) told = Change(change);
        if (change is WatchEvent<T>.InitDone && _ready.TrySetResult()) told = true;
        if (told) changed();
    }

    /// <summary>
    /// Takes an object that was fetched beside the watch; tells whether it did. It does so only while the watch has not come to the
    /// object's version: after that, what the store does not have is gone, and what it has is at least as new.
    /// </summary>
    public bool TryAdd(T item, ulong version)
    {
        lock (_lock)
        {
            if (_version == 0 || version <= _version || version <= _ahead.GetValueOrDefault(item.Name) || !Set(item)) return false;
            _ahead[item.Name] = version;
        }
        changed();
        return true;
    }

    /// <summary>What changed since the last call, with the digest of the set as it is now.</summary>
    public StoreChanges<T> TakeChanges()
    {
        lock (_lock)
        {
            var all = _all;
            KeyValuePair<ObjectName, T?>[] items = [.. _changed.Keys.Select(name => KeyValuePair.Create(name, Held(name)))];
            Settle();
            return new StoreChanges<T>(all, items, _digest);
        }
    }

    /// <summary>Everything, with its digest; nothing counts as changed any more.</summary>
    public StoreSet<T> TakeAll()
    {
        lock (_lock)
        {
            Settle();
            return new StoreSet<T>([.. _items], _digest);
        }
    }

    private T? Held(ObjectName name) => _items.GetAlternateLookup<ObjectName>().TryGetValue(name, out var held) ? held : null;

    private void Settle()
    {
        // A table keeps its room when it is cleared.
        if (_changed.Capacity > FewChanges) _changed = [];
        _changed.Clear();
        _all = false;
    }

    private bool Change(WatchEvent<T> change) => change switch
    {
        WatchEvent<T>.Init => Begin(),
        WatchEvent<T>.InitApply { Object: var item } => Gather(item),
        WatchEvent<T>.InitDelete { Name: var name } => Leave(name),
        WatchEvent<T>.InitDone { Version: var version } => Swap(version),
        WatchEvent<T>.Apply { Object: var item, Version: var version } => Reaches(item.Name, version) && Set(item),
        WatchEvent<T>.Delete { Name: var name, Version: var version } => Reaches(name, version) && Remove(name),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    // Whether an event is not older than what was fetched of its object.
    private bool Reaches(ObjectName name, ulong version)
    {
        if (version > 0) _version = version;
        if (!_ahead.TryGetValue(name, out var fetched)) return true;
        if (version > 0 && version < fetched) return false;
        _ahead.Remove(name);
        return true;
    }

    private bool Begin()
    {
        _next = NameComparer<T>.NewSet();
        return false;
    }

    private bool Gather(T item)
    {
        // An object that did not change keeps its old representation, so that a relist costs no second copy and sends nothing.
        var kept = _items.TryGetValue(item, out var old) && old.Fingerprint == item.Fingerprint ? Newest(old, item) : item;
        _next!.Remove(kept);
        _next.Add(kept);
        return false;
    }

    private bool Leave(ObjectName name)
    {
        _next!.GetAlternateLookup<ObjectName>().Remove(name);
        return false;
    }

    private bool Swap(ulong version)
    {
        _version = version;
        _ahead.Clear();
        var (old, now) = (_items, _next ?? NameComparer<T>.NewSet());
        now.TrimExcess();
        _items = now;
        _next = null;
        _digest = now.Aggregate(SetDigest.Empty, static (sum, item) => sum.Add(item.Member));
        // A first list is taken as a whole, without a second list of its names.
        _all |= old.Count == 0 && now.Count > FewChanges;
        foreach (var item in now)
        {
            var held = old.TryGetValue(item, out var before);
            if (!_all && before?.Fingerprint != item.Fingerprint) Pin(item.Name, held);
        }
        foreach (var item in old)
            if (!_all && !now.Contains(item)) Unpin(item.Name);
        return _all || _changed.Count > 0;
    }

    private bool Set(T item)
    {
        var held = _items.TryGetValue(item, out var old);
        if (old is not null)
        {
            if (old.Fingerprint == item.Fingerprint) return false;
            _digest = _digest.Remove(old.Member);
            _items.Remove(old);
        }
        _items.Add(item);
        _digest = _digest.Add(item.Member);
        Pin(item.Name, held);
        Renew(item);
        return true;
    }

    private static T Newest(T held, T item) => held.Generation < item.Generation ? (T)held.Renewed() : held;

    // Rare: once for hundreds of thousands of changes. What stayed in the old form would keep all of it.
    private void Renew(T item)
    {
        if (item.Generation == _generation) return;
        _generation = item.Generation;
        var renewed = NameComparer<T>.NewSet();
        renewed.EnsureCapacity(_items.Count);
        foreach (var held in _items) renewed.Add(Newest(held, item));
        _items = renewed;
    }

    private bool Remove(ObjectName name)
    {
        if (Held(name) is not { } old) return false;
        _items.Remove(old);
        _digest = _digest.Remove(old.Member);
        Unpin(name);
        return true;
    }

    // Its object is gone.
    private void Unpin(ObjectName name)
    {
        if (_changed.TryGetValue(name, out var held) && !held) _changed.Remove(name);
        else Pin(name, held: true);
    }

    private void Pin(ObjectName name, bool held)
    {
        if (_all) return;
        _changed.TryAdd(name, held);
        if (_changed.Count <= Math.Max(FewChanges, _items.Count)) return;
        _changed.Clear();
        _all = true;
    }
}
