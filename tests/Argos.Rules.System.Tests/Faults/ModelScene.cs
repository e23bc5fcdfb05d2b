using System.Net;
using System.Net.Http.Json;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.System.Tests.Model;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Faults;

/// <summary>API server, mgmt and engine, the real components over real HTTP, all on one clock that is moved by hand.</summary>
internal sealed class ModelScene : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    // So small that what is answered within some seconds of real time never runs into a time-out.
    private static readonly TimeSpan SmallStep = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private ModelScene(FakeApiServer server, EngineSeat seat, ManualTime time) => (Server, Seat, Time, Cluster) = (server, seat, time, new ModelCluster(server));

    public ManualTime Time { get; }

    public FakeApiServer Server { get; }

    public EngineSeat Seat { get; }

    public ModelCluster Cluster { get; }

    public ModelMgmt Mgmt { get; private set; } = null!;

    /// <summary>Starts everything and waits until the engine decides. The API server sends no bookmarks: nothing may depend on when they come.</summary>
    /// <param name="probes">Whether the engine is asked after every request for what it must never grant.</param>
    public static async Task<ModelScene> StartAsync(bool probes = false)
    {
        var time = new ManualTime();
        var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Time = time, BookmarkInterval = TimeSpan.FromDays(100) }, CancellationToken.None);
        var scene = new ModelScene(server, new EngineSeat(time, probes), time);
        await scene.Seat.ListenAsync();
        scene.Seat.Start();
        await scene.StartMgmtAsync();
        await scene.UntilAsync(() => scene.Seat.Engine!.NotReadyReasons.IsEmpty && server.Watches == 5, TimeSpan.FromMinutes(2),
            "the first declaration");
        return scene;
    }

    public async Task StartMgmtAsync() => Mgmt = await ModelMgmt.StartAsync(Server.Url, Seat.Url, Time, new SourceOptions());

    public async Task RestartMgmtAsync()
    {
        await Mgmt.DisposeAsync();
        await StartMgmtAsync();
    }

    /// <summary>Whether the engine holds a pod of the namespace <c>shop</c>.</summary>
    public bool Holds(string name) => Seat.Engine!.Data()["kubernetes"]?["pods"]?["shop"]?[name] is not null;

    /// <summary>Asks as ZTS does; the status and the body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(ModelPod pod)
    {
        var confirmation = new { provider = "k8s.model.identityd", domain = pod.Namespace, service = pod.Name, attestationData = pod.Uid };
        using var answer = await _http.PostAsJsonAsync(new Uri(Seat.Url, "/v0/data/argos/instance"), confirmation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Lets time pass, fast, but hardly any while the engine answers.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = Time.Now + time; Time.Now < end; await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System)) Time.Advance(Seat.IsIdle ? Step : TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Lets time pass, slowly, until something holds, but only so much.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan within, string what)
    {
        for (var end = Time.Now + within; !condition(); await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System))
        {
            Assert.That(Time.Now, Is.LessThan(end), what);
            Time.Advance(SmallStep);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Mgmt.DisposeAsync();
        await Seat.DisposeAsync();
        await Server.DisposeAsync();
        _http.Dispose();
    }
}
