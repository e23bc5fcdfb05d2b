using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>All that a source knows. Which source it is makes no difference to what reads it.</summary>
internal sealed class ClusterView
{
    private ImmutableArray<string> _unreadable = [];

    /// <param name="configMapStores">How many stores of each kind of ConfigMap: one a namespace, or one for all.</param>
    /// <param name="podStores">How many stores of pods.</param>
    /// <param name="keysRequired">Whether the source has a key set.</param>
    /// <param name="root">Where everything replicated stands in the engine's data; <c>kubernetes</c> when left out.</param>
    public ClusterView(int configMapStores, int podStores, bool keysRequired, DataPath? root = null)
    {
        Root = root ?? DefaultRoot;
        Policies = Stores<ConfigMap>(configMapStores);
        Data = Stores<ConfigMap>(configMapStores);
        Pods = Stores<ProjectedObject>(podStores);
        Keys = new ClusterKeys(Changed.Raise, keysRequired);
        Collections = [new Collection(Root.Append("pods"), Pods)];
        KeysPath = Root.Append("keys").ToString();
    }

    /// <summary>Where everything replicated stands unless it is configured.</summary>
    public static DataPath DefaultRoot { get; } = new(["kubernetes"]);

    /// <summary>Where everything replicated stands in the engine's data.</summary>
    public DataPath Root { get; }

    /// <summary>Where the key set stands.</summary>
    public string KeysPath { get; }

    /// <summary>Raised when anything changed.</summary>
    public AsyncAutoResetEvent Changed { get; } = new();

    /// <summary>The namespaces whose ConfigMaps are followed; <see langword="null"/> stands for all.</summary>
    public ImmutableArray<string?> ConfigMapNamespaces { get; init; } = [];

    public ImmutableArray<Store<ConfigMap>> Policies { get; }

    public ImmutableArray<Store<ConfigMap>> Data { get; }

    public ImmutableArray<Store<ProjectedObject>> Pods { get; }

    public ClusterKeys Keys { get; }

    /// <summary>The pods that decisions wait for.</summary>
    public PendingFetches Pending { get; } = new();

    /// <summary>All replicated resources; pods are the first.</summary>
    public ImmutableArray<Collection> Collections { get; private set; }

    /// <summary>One more resource; to be called before anything is read.</summary>
    public Collection Add(string resource, bool isCluster, int stores)
    {
        var collection = new Collection(Root.Append(resource), Stores<ProjectedObject>(stores)) { IsCluster = isCluster };
        Collections = Collections.Add(collection);
        return collection;
    }

    /// <summary>The engine wants something fetched: the key set, or a pod. Other paths are not this source's.</summary>
    /// <param name="paths">What.</param>
    /// <param name="engineId">The start of the engine.</param>
    /// <param name="asked">The number of its question.</param>
    public void Want(IEnumerable<string> paths, string engineId, long asked)
    {
        foreach (var path in paths)
        {
            if (path == KeysPath) Keys.RefreshRequested.Raise();
            else if (DataPath.TryParse(path, out var place, out _) && place.StartsWith(Collections[0].Root) && place.Segments.Length == Collections[0].Root.Segments.Length + 2)
                Pending.Add(new PendingFetch(new ObjectName(place.Segments[^2], place.Segments[^1]), engineId, asked));
        }
    }

    /// <summary>
    /// What the source has and cannot read, with the reason: as long as there is any, nobody knows what is forbidden. Pods do not count: one
    /// that is not there is granted nothing.
    /// </summary>
    public IEnumerable<string> Unreadable =>
    [
        .. _unreadable,
        .. Policies.SelectMany(static store => store.Unusable).Select(static one => $"ConfigMap {one}"),
        .. Data.SelectMany(static store => store.Unusable).Select(static one => $"ConfigMap {one}"),
        .. Collections.Skip(1).SelectMany(static collection => collection.Stores.SelectMany(static store => store.Unusable).Select(one => $"`{collection.Root}`: {one}")),
    ];

    /// <summary>Sets what of a source without a watch cannot be read.</summary>
    public void SetUnreadable(ImmutableArray<string> unreadable)
    {
        if (unreadable.SequenceEqual(_unreadable)) return;
        ImmutableInterlocked.InterlockedExchange(ref _unreadable, unreadable);
        Changed.Raise();
    }

    /// <summary>Completes when every store has been listed once.</summary>
    public Task Ready => Task.WhenAll([.. Policies.Concat(Data).Select(static store => store.Ready), .. Collections.SelectMany(static collection => collection.Stores).Select(static store => store.Ready)]);

    /// <summary>How old what is known may be: the time since the source was heard last.</summary>
    public TimeSpan Age => Watches.IsEmpty ? TimeSpan.Zero : Watches.Max(static watch => watch.Age);

    /// <summary>The watches that bring it.</summary>
    public ImmutableList<LastContact> Watches { get; set; } = [];

    private ImmutableArray<Store<T>> Stores<T>(int count)
        where T : CachedObject => [.. Enumerable.Range(0, count).Select(_ => new Store<T>(Changed.Raise))];
}
