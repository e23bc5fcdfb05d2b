using System.Collections.Immutable;
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
    }

    /// <summary>Raised when anything changed.</summary>
    public Signal Changed { get; } = new();

    public ImmutableArray<Store<ConfigMap>> Policies { get; }

    public ImmutableArray<Store<ConfigMap>> Data { get; }

    public ImmutableArray<Store<ProjectedPod>> Pods { get; }

    public ClusterKeys Keys { get; }

    /// <summary>Completes when every store has been listed once.</summary>
    public Task Ready => Task.WhenAll([.. Policies.Concat(Data).Select(static store => store.Ready), .. Pods.Select(static store => store.Ready)]);

    private ImmutableArray<Store<T>> Stores<T>(int count)
        where T : Stored => [.. Enumerable.Range(0, count).Select(_ => new Store<T>(Changed.Raise))];
}
