using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.TestKit.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.System.Tests.Model;

/// <summary>One start of mgmt: the real classes from the watches to the pushes.</summary>
internal sealed class ModelMgmt : IAsyncDisposable
{
    private readonly HttpClient _cluster;
    private readonly HttpClient _engine = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly KubernetesSource _source;
    private readonly SyncLoop _loop;

    private ModelMgmt(Uri cluster, Uri engine, TimeProvider time)
    {
        var access = new ClusterAccess { Server = cluster, Namespace = "team", Token = TextSource.FromText(FakeApiServerOptions.AdminToken) };
        _cluster = ClusterHttp.Create(access);
        var settings = (new SourceOptions { Namespaces = [.. Expectation.Namespaces] }, new KeysOptions());
        _source = new KubernetesSource(settings, access.Namespace, new ApiClient(_cluster, time), time, NullLoggerFactory.Instance);
        var (sync, target) = (new SyncOptions(), new EngineOptions { Url = engine });
        var client = new EngineClient(new EngineTransport(_engine, target, sync.Source, time), target, sync.Source);
        var metrics = new MgmtMetrics();
        var pushes = new EngineSync(client, _source.View, new SyncHealth(sync, time), metrics, (time, NullLogger<EngineSync>.Instance));
        _loop = new SyncLoop(pushes, _source.View, (sync, target), metrics, (time, NullLogger<SyncLoop>.Instance));
    }

    public static async Task<ModelMgmt> StartAsync(Uri cluster, Uri engine, TimeProvider time)
    {
        var mgmt = new ModelMgmt(cluster, engine, time);
        await mgmt._source.StartAsync(CancellationToken.None);
        await mgmt._loop.StartAsync(CancellationToken.None);
        return mgmt;
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(CancellationToken.None);
        await _source.StopAsync(CancellationToken.None);
        _loop.Dispose();
        _source.Dispose();
        _cluster.Dispose();
        _engine.Dispose();
    }
}
