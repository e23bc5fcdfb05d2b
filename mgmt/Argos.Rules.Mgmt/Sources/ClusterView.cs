using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>All that a source knows. Which source it is makes no difference to what reads it.</summary>
internal sealed class ClusterView
{
    /// <param name="configMapStores">How many stores of each kind of ConfigMap: one a namespace, or one for all.</param>
    /// <param name="podStores">How many stores of pods.</param>
    /// <param name="keysRequired">Whether the source has a key set.</param>
    public ClusterView(int configMapStores, int podStores, bool keysRequired)
    {
        Policies = Stores<ConfigMap>(configMapStores);
        Data = Stores<ConfigMap>(configMapStores);
        Pods = Stores<ProjectedPod>(podStores);
        Keys = new ClusterKeys(Changed.Raise, keysRequired);
        Collections = [new Collection(DataPath.Pods, Pods)];
    }

    /// <summary>Raised when anything changed.</summary>
    public Signal Changed { get; } = new();

    public ImmutableArray<Store<ConfigMap>> Policies { get; }

    public ImmutableArray<Store<ConfigMap>> Data { get; }

    public ImmutableArray<Store<ProjectedPod>> Pods { get; }

    public ClusterKeys Keys { get; }

    /// <summary>All replicated resources; pods are the first.</summary>
    public ImmutableArray<Collection> Collections { get; private set; }

    /// <summary>One more resource; to be called before anything is read.</summary>
    public Collection Add(DataPath root, int stores)
    {
        var collection = new Collection(root, Stores<ProjectedPod>(stores));
        Collections = Collections.Add(collection);
        return collection;
    }

    /// <summary>Completes when every store has been listed once.</summary>
    public Task Ready => Task.WhenAll([.. Policies.Concat(Data).Select(static store => store.Ready), .. Collections.SelectMany(static collection => collection.Stores).Select(static store => store.Ready)]);

    /// <summary>How old what is known may be: the time since the source was heard last. A directory is always at hand.</summary>
    public TimeSpan Age => Watches.IsEmpty ? TimeSpan.Zero : Watches.Max(static watch => watch.Age);

    /// <summary>The watches that bring it.</summary>
    public ImmutableList<Freshness> Watches { get; set; } = [];

    private ImmutableArray<Store<T>> Stores<T>(int count)
        where T : Stored => [.. Enumerable.Range(0, count).Select(_ => new Store<T>(Changed.Raise))];
}
