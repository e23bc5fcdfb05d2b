using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources.Directory;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Kubernetes;

/// <summary>Follows a cluster: one watch for each label and namespace of ConfigMaps, one for each namespace of pods and of each other resource, and the key set.</summary>
internal sealed partial class KubernetesSource : BackgroundService
{
    private readonly ApiClient _api;
    private readonly TimeProvider _time;
    private readonly bool _streams;
    private readonly ILoggerFactory _loggers;
    private readonly List<Func<CancellationToken, Task>> _loops = [];

    /// <param name="settings">What to follow.</param>
    /// <param name="ownNamespace">The namespace meant when none is configured.</param>
    /// <param name="api">The API server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes the loggers of the loops.</param>
    public KubernetesSource((SourceOptions Source, KeysOptions Keys) settings, string ownNamespace, ApiClient api, TimeProvider time, ILoggerFactory loggers)
    {
        var (options, keys) = settings;
        (_api, _time, _streams, _loggers) = (api, time, options.StreamLists, loggers);
        var maps = Namespaces(options.Namespaces, ownNamespace);
        var pods = ResourceWatches.Of(PodsOf(options), options.IgnoredNamespaces);
        View = new ClusterView(maps.Length, pods.Length, keysRequired: keys.RefreshSeconds > 0, options.ReplicatePath) { ConfigMapNamespaces = maps };
        var reader = new ConfigMapReader();
        for (var i = 0; i < maps.Length; i++)
        {
            Follow(ResourceQuery.ConfigMaps(maps[i], options.PolicyLabel), View.Policies[i], reader);
            Follow(ResourceQuery.ConfigMaps(maps[i], options.DataLabel), View.Data[i], reader);
        }
        // Its root is one text for all of its objects.
        var projection = ObjectProjection.OfPods(options.ExtraPodFields, RootOf(View.Collections[0]));
        Follow(pods, View.Collections[0], projection);
        if (options.FetchPods)
        {
            (ResourceQuery, Store<ProjectedObject>)[] watches = [.. pods.Select((query, i) => (query, View.Pods[i]))];
            _loops.Add(new PodFetcher(api, View.Pending, watches, projection, (time, loggers.CreateLogger<PodFetcher>())).RunAsync);
        }
        foreach (var resource in options.Resources)
        {
            var watches = ResourceWatches.Of(resource, options.IgnoredNamespaces);
            var collection = View.Add(resource.Plural, resource.IsCluster, watches.Length);
            Follow(watches, collection, ObjectProjection.Of(resource.Fields, collection.Root.ToString()));
        }
        if (keys.RefreshSeconds > 0)
            _loops.Add(new KeyRefresher(OriginOf(keys, api), View.Keys, TimeSpan.FromSeconds(keys.RefreshSeconds), time, loggers.CreateLogger<KeyRefresher>()).RunAsync);
    }

    public ClusterView View { get; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_loops.Select(loop => KeepAsync(loop, stoppingToken)));

    // One that ends while the others go on would be missed by nobody.
    private async Task KeepAsync(Func<CancellationToken, Task> loop, CancellationToken stoppingToken)
    {
        var (logger, backoff) = (_loggers.CreateLogger<KubernetesSource>(), Backoff.ForApiServer(_time, Random.Shared));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await loop(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnexpected(logger, e);
                await backoff.WaitAsync(stoppingToken);
            }
        }
    }

    // `null` stands for all namespaces in a query.
    private static ImmutableArray<string?> Namespaces(ImmutableArray<string> configured, string otherwise)
    {
        ImmutableArray<string> names = configured.IsEmpty ? [otherwise] : configured;
        return names.Contains("*") ? [null] : [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static IKeySetOrigin OriginOf(KeysOptions keys, ApiClient api) =>
        keys.File.Length > 0 ? new KeySetFile(keys.File, new RegularFiles()) : keys.ConfigMap.Length > 0 ? new KeySetConfigMap(api, keys.ConfigMap) : new ServedKeySet(api);

    private static ReplicatedResource PodsOf(SourceOptions options) =>
        ReplicatedResource.Pods with { Namespaces = options.PodNamespaces, Labels = options.PodLabels, FieldSelector = options.PodFieldSelector };

    private void Follow(ImmutableArray<ResourceQuery> watches, Collection collection, ObjectProjection projection)
    {
        for (var i = 0; i < watches.Length; i++) Follow(watches[i], collection.Stores[i], projection);
    }

    private static string? RootOf(Collection collection) => collection.Root == DataPath.Pods ? null : collection.Root.ToString();

    private void Follow<T>(ResourceQuery query, Store<T> store, IObjectReader<T> reader)
        where T : CachedObject
    {
        var watcher = new Watcher<T>(_api, query, reader, _time, _streams);
        View.Watches = View.Watches.Add(watcher.LastContact);
        var backoff = Backoff.ForApiServer(_time, Random.Shared);
        _loops.Add(new Reflector<T>(watcher, store, backoff, _time, _loggers.CreateLogger<Reflector<T>>()).RunAsync);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the cluster failed; restarting")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
