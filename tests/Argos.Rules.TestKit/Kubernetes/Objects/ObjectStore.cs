using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Kubernetes.Objects;

/// <summary>The objects of the cluster with the history of their changes. Thread-safe; subscribers hear of every change in order.</summary>
public sealed class ObjectStore
{
    private static readonly IComparer<(string Namespace, string Name)> ByKey = Comparer<(string Namespace, string Name)>.Create((a, b) =>
        string.CompareOrdinal(a.Namespace, b.Namespace) is var space and not 0 ? space : string.CompareOrdinal(a.Name, b.Name));

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<ResourceKind, ImmutableSortedDictionary<(string, string), StoredObject>> _objects = [];
    private readonly List<Action<ObjectChange>> _subscribers = [];
    private ImmutableList<ObjectChange> _history = [];
    private long _version = 100;
    private long _compacted = 100;

    internal ObjectStore(TimeProvider time) => _time = time;

    /// <summary>The version of the latest change.</summary>
    public long Version
    {
        get { lock (_gate) return _version; }
    }

    /// <summary>Counts how often the history was thrown away: a page of an older list is gone.</summary>
    internal int Compactions { get; private set; }

    /// <summary>Creates or replaces an object in whole, status included, as no client could: for setting the scene.</summary>
    /// <param name="manifest">The object as JSON, with <c>apiVersion</c> and <c>kind</c>.</param>
    public StoredObject Apply(string manifest)
    {
        var json = JsonNode.Parse(manifest)!.AsObject();
        var resource = ResourceKind.Of((string)json["apiVersion"]!, (string)json["kind"]!);
        lock (_gate)
        {
            var old = Find(resource, (string?)json["metadata"]!["namespace"] ?? "", (string)json["metadata"]!["name"]!);
            return Write(resource, json, old);
        }
    }

    /// <summary>Removes an object at once; <see langword="false"/> when there is none.</summary>
    public bool Remove(ResourceKind resource, string @namespace, string name)
    {
        lock (_gate)
        {
            if (Find(resource, @namespace, name) is not { } old) return false;
            Delete(old);
            return true;
        }
    }

    /// <summary>An object, or <see langword="null"/>.</summary>
    public StoredObject? Find(ResourceKind resource, string @namespace, string name)
    {
        lock (_gate) return Collection(resource).GetValueOrDefault((@namespace, name));
    }

    /// <summary>All objects of a type, by namespace and name.</summary>
    public ImmutableArray<StoredObject> All(ResourceKind resource)
    {
        lock (_gate) return [.. Collection(resource).Values];
    }

    /// <summary>Throws the history away, as etcd does every five minutes: older watches and pages get 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _history = [];
            _compacted = _version;
            Compactions++;
        }
    }

    /// <summary>The objects and the version they are of, taken together.</summary>
    internal (ImmutableArray<StoredObject> Objects, long Version) Snapshot(ResourceKind resource)
    {
        lock (_gate) return ([.. Collection(resource).Values], _version);
    }

    /// <summary>Changes an object (<see langword="null"/> when there is none) under the lock; the answer of <paramref name="change"/> is stored.</summary>
    internal StoredObject Change(ResourceKind resource, string @namespace, string name, Func<StoredObject?, JsonObject> change)
    {
        lock (_gate)
        {
            var old = Find(resource, @namespace, name);
            return Write(resource, change(old), old);
        }
    }

    /// <summary>Subscribes, and hands over what came after a version, without a gap; <see langword="null"/> when that is gone.</summary>
    internal IDisposable? Subscribe(long? since, Action<ObjectChange> handler, Action<ImmutableArray<ObjectChange>, long> begin)
    {
        lock (_gate)
        {
            if (since < _compacted) return null;
            begin([.. since is null ? [] : _history.Where(c => c.Object.Version > since)], _version);
            _subscribers.Add(handler);
            return new Subscription(this, handler);
        }
    }

    /// <summary>Runs something between two changes.</summary>
    internal void Quietly(Action<long> action)
    {
        lock (_gate) action(_version);
    }

    private ImmutableSortedDictionary<(string, string), StoredObject> Collection(ResourceKind resource) =>
        _objects.GetValueOrDefault(resource, ImmutableSortedDictionary.Create<(string, string), StoredObject>(ByKey));

    private StoredObject Write(ResourceKind resource, JsonObject json, StoredObject? old)
    {
        json = json.DeepClone().AsObject();
        json["apiVersion"] = resource.ApiVersion;
        json["kind"] = (string?)json["kind"] ?? resource.Kind;
        var metadata = json["metadata"]!.AsObject();
        metadata["uid"] = old?.Uid ?? (string?)metadata["uid"] ?? Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = (string?)old?.Json["metadata"]!["creationTimestamp"] ?? (string?)metadata["creationTimestamp"] ?? Timestamp(_time);
        if (old is not null && SameBut(old, json)) return old;
        var stored = new StoredObject(resource, json, ++_version);
        _objects[resource] = Collection(resource).SetItem(stored.Key, stored);
        Publish(new ObjectChange(old is null ? "ADDED" : "MODIFIED", stored, old));
        return stored;
    }

    private void Delete(StoredObject old)
    {
        var last = new StoredObject(old.Resource, old.Json.DeepClone().AsObject(), ++_version);
        _objects[old.Resource] = Collection(old.Resource).Remove(old.Key);
        Publish(new ObjectChange("DELETED", last, old));
    }

    private void Publish(ObjectChange change)
    {
        _history = _history.Add(change);
        foreach (var subscriber in _subscribers) subscriber(change);
    }

    /// <summary>A write that changes nothing makes no new version.</summary>
    private static bool SameBut(StoredObject old, JsonObject json)
    {
        var now = json.DeepClone().AsObject();
        now["metadata"]!["resourceVersion"] = (string?)old.Json["metadata"]!["resourceVersion"];
        return JsonNode.DeepEquals(old.Json, now);
    }

    internal static string Timestamp(TimeProvider time) =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Subscription(ObjectStore store, Action<ObjectChange> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate) store._subscribers.Remove(handler);
        }
    }
}
