using Argos.Rules.Hosting.Secrets;
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
    private readonly FetchRequestLoop _pending;
    private readonly AbsenceLoop _absences;

    private ModelMgmt(Uri cluster, Uri engine, TimeProvider time, SourceOptions options)
    {
        var access = new ClusterAccess { Server = cluster, Namespace = "team", Token = SecretSource.FromText(FakeApiServerOptions.AdminToken) };
        _cluster = ClusterHttp.Create(access);
        _source = new KubernetesSource((options with { Namespaces = [.. Expectation.Namespaces] }, new KeysOptions()), access.Namespace, new ApiClient(_cluster, time), time, NullLoggerFactory.Instance);
        var (sync, target) = (new SyncOptions(), new EngineOptions { Url = engine });
        var client = new EngineClient(new EngineTransport(_engine, target, sync.Source, time), target, sync.Source);
        var session = new EngineSession();
        var pushes = new EngineSync(client, _source.View, session, new SyncHealth(sync, time), Metrics, (time, NullLogger<EngineSync>.Instance));
        _pending = new FetchRequestLoop(client, _source.View, session, time, NullLogger<FetchRequestLoop>.Instance);
        _absences = new AbsenceLoop(client, _source.View, NullLogger<AbsenceLoop>.Instance);
        _loop = new SyncLoop(pushes, _source.View, sync, Metrics, (time, NullLogger<SyncLoop>.Instance));
    }

    /// <summary>What it has counted.</summary>
    public MgmtMetrics Metrics { get; } = new();

    /// <summary>What it knows.</summary>
    public ClusterView View => _source.View;

    public static async Task<ModelMgmt> StartAsync(Uri cluster, Uri engine, TimeProvider time, SourceOptions? options = null)
    {
        var mgmt = new ModelMgmt(cluster, engine, time, options ?? new SourceOptions());
        await mgmt._source.StartAsync(CancellationToken.None);
        await mgmt._loop.StartAsync(CancellationToken.None);
        await mgmt._pending.StartAsync(CancellationToken.None);
        await mgmt._absences.StartAsync(CancellationToken.None);
        return mgmt;
    }

    public async ValueTask DisposeAsync()
    {
        await _absences.StopAsync(CancellationToken.None);
        await _pending.StopAsync(CancellationToken.None);
        await _loop.StopAsync(CancellationToken.None);
        await _source.StopAsync(CancellationToken.None);
        _absences.Dispose();
        _pending.Dispose();
        _loop.Dispose();
        _source.Dispose();
        _cluster.Dispose();
        _engine.Dispose();
    }
}
