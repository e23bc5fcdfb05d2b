using Argos.Rules.Hosting.Secrets;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>An API server over real HTTP, a client of it, and a clock that is moved by hand. What a test runs here ends with it.</summary>
internal sealed class ApiServerScene : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private ApiServerScene(FakeApiServer server)
    {
        Server = server;
        Http = ClusterHttp.Create(new ClusterAccess { Server = server.Url, Token = SecretSource.FromText(FakeApiServerOptions.AdminToken) });
        Api = new ApiClient(Http, Time);
    }

    public ManualTime Time { get; } = new();

    public FakeApiServer Server { get; }

    public HttpClient Http { get; }

    /// <summary>A client on the clock that is moved by hand.</summary>
    public ApiClient Api { get; }

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Stop => _stop.Token;

    public static async Task<ApiServerScene> StartAsync(FakeApiServerOptions? options = null) =>
        new(await FakeApiServer.StartAsync((options ?? new FakeApiServerOptions()) with { Mint = Some.Mint }, CancellationToken.None));

    /// <summary>Puts a pod named <c>namespace/name</c>.</summary>
    public void PutPod(string name) => Server.Objects.Apply(Some.PodJson(name).GetRawText());

    /// <summary>Starts what is stopped at the end; how it ended then is of no interest.</summary>
    public void Run(Func<CancellationToken, Task> work) => _running = work(Stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Http.Dispose();
        _stop.Dispose();
        await Server.DisposeAsync();
    }
}
