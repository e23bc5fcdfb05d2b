using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>A store that follows the pods of an API server over real HTTP.</summary>
internal sealed class ReflectorScene : IAsyncDisposable
{
    // Passes the pauses after failures. The shortest time-out, 10 s, is a second of real time so.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ApiServerScene _cluster;

    private ReflectorScene(ApiServerScene cluster, bool streams)
    {
        _cluster = cluster;
        Watcher = new Watcher<ProjectedObject>(cluster.Api, ResourceQuery.Pods(null), ObjectProjection.OfPods([]), Time, streams);
    }

    public ManualTime Time => _cluster.Time;

    public FakeApiServer Server => _cluster.Server;

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Stop => _cluster.Stop;

    public Store<ProjectedObject> Store { get; } = new(static () => { });

    public Watcher<ProjectedObject> Watcher { get; }

    /// <summary>An API server without pods; nothing follows it yet.</summary>
    public static async Task<ReflectorScene> StartAsync(FakeApiServerOptions? options = null, bool streams = false) => new(await ApiServerScene.StartAsync(options), streams);

    /// <summary>Puts <c>p0</c>, <c>p1</c> and so on.</summary>
    public void PutPods(int count)
    {
        for (var i = 0; i < count; i++) PutPod($"p{i}");
    }

    /// <summary>Puts a pod of the namespace <c>ns</c>.</summary>
    public void PutPod(string name) => _cluster.PutPod($"ns/{name}");

    public void DeletePod(string name) => Server.Objects.Remove(ResourceKind.Pods, "ns", name);

    public bool Holds(string name) => Store.Find(new ObjectName("ns", name)) is not null;

    public void Run() => _cluster.Run(
        new Reflector<ProjectedObject>(Watcher, Store, Backoff.ForApiServer(Time, new Random(1)), Time,
            NullLogger<Reflector<ProjectedObject>>.Instance).RunAsync);

    /// <summary>Starts to follow, and waits until the store is filled and the watch is open.</summary>
    public async Task RunAsync()
    {
        Run();
        await UntilAsync(() => Store.Ready.IsCompleted && Server.Watches == 1);
    }

    /// <summary>Time passes slowly until something holds.</summary>
    public Task UntilAsync(Func<bool> condition) => Time.PassUntilAsync(condition, Step, "the store to follow");

    /// <summary>Time passes fast; the server is not expected to be heard.</summary>
    public Task PassAsync(TimeSpan time) => Time.PassAsync(time, TimeSpan.FromSeconds(1));

    /// <summary>Waits in real time only.</summary>
    public static Task AtOnceAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, TimeSpan.FromSeconds(60), CancellationToken.None);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
