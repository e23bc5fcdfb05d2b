using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>A view without a source, kept in sync with a <see cref="FakeEngine"/>.</summary>
internal sealed class SyncScene : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private SyncScene(FakeEngine engine, bool keysRequired)
    {
        Engine = engine;
        View = new ClusterView(1, 1, keysRequired);
        var options = new EngineOptions { Url = engine.Url };
        Client = new EngineClient(new EngineTransport(_http, options, "mgmt", TimeProvider.System), options, "mgmt");
        Health = new SyncHealth(Options, TimeProvider.System);
        Sync = NewSync();
    }

    public SyncOptions Options { get; } = new() { HeartbeatSeconds = 1 };

    public FakeEngine Engine { get; }

    public ClusterView View { get; }

    public EngineClient Client { get; }

    public EngineSession Session { get; } = new();

    public SyncHealth Health { get; }

    public MgmtMetrics Metrics { get; } = new();

    public EngineSync Sync { get; }

    public static async Task<SyncScene> StartAsync(bool keysRequired = false)
    {
        var scene = new SyncScene(await FakeEngine.StartAsync(CancellationToken.None), keysRequired);
        scene.View.Policies[0].Fill();
        scene.View.Data[0].Fill();
        scene.View.Pods[0].Fill();
        return scene;
    }

    /// <summary>Another process' synchronisation with the same view: it remembers nothing.</summary>
    public EngineSync NewSync() => new(Client, View, Session, Health, Metrics, (TimeProvider.System, NullLogger<EngineSync>.Instance));

    public SyncLoop NewLoop(SyncOptions? options = null) => new(
        Sync, View, options ?? Options, Metrics, (TimeProvider.System, NullLogger<SyncLoop>.Instance));

    /// <summary>One whole round.</summary>
    public async Task RoundAsync(EngineSync? sync = null)
    {
        sync ??= Sync;
        await sync.OpenAsync(CancellationToken.None);
        await sync.PushAsync(CancellationToken.None);
        await sync.DeclareAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Engine.DisposeAsync();
    }
}
