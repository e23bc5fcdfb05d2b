using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Proxies;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Chaos;

/// <summary>A real kube-apiserver, mgmt and engine with a proxy before each of the two servers, and the witness. One for the whole run.</summary>
internal sealed class ChaosStage : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(5));
    private readonly string _folder = Directory.CreateTempSubdirectory("argos-chaos-").FullName;
    private ClusterApi _api = null!;
    private int _pods;

    /// <summary>A chaos that takes longer than this is a failure of its own.</summary>
    public CancellationToken Deadline => _limit.Token;

    public RealApiServer Server { get; private set; } = null!;

    /// <summary>Between mgmt and the API server.</summary>
    public StepProxy ToServer { get; private set; } = null!;

    /// <summary>Between mgmt and the engine.</summary>
    public StepProxy ToEngine { get; private set; } = null!;

    public StoryStage Story { get; private set; } = null!;

    public Witness Witness { get; private set; } = null!;

    private ApiCluster Cluster { get; set; } = null!;

    public static async Task<ChaosStage> StartAsync()
    {
        var stage = new ChaosStage();
        try
        {
            await stage.BuildAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
        _api?.Dispose();
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new pod, which only a synchronisation after now can have brought.</summary>
    public async Task ChangeAsync() => await Cluster.AddAsync(SamplePod.All[0] with { Name = $"new-{_pods++}", Ip = $"10.9.0.{_pods}" }, Deadline);

    /// <summary>Waits until the API server has forgotten what is now: a watch from here cannot go on.</summary>
    public async Task ForgetAsync()
    {
        var list = await _api.SendAsync(HttpMethod.Get, "/api/v1/pods?limit=1", null, Deadline);
        await ChangeAsync();
        await ForgottenAsync((string)list["metadata"]!["resourceVersion"]!);
    }

    /// <summary>Waits until the API server has forgotten a version.</summary>
    public Task ForgottenAsync(string version) => Eventually.HoldsAsync(
        async token => (int?)(await _api.SendAsync(HttpMethod.Get, $"/api/v1/pods?limit=1&resourceVersionMatch=Exact&resourceVersion={version}", null, token, HttpStatusCode.Gone))["code"] == 410,
        "history is compacted",
        TimeSpan.FromSeconds(60),
        Deadline);

    /// <summary>Waits until the newest pod is known, the live one is granted and the engine is ready; nothing may have been wrong on the way.</summary>
    public async Task ConvergedAsync(string what)
    {
        await Story.View.WaitKnownAsync(Cluster.Pod($"{SamplePod.All[0].Namespace}/new-{_pods - 1}"), Deadline);
        await Witness.WaitGrantAsync(what, Deadline);
        await Story.WaitReadyAsync(Deadline);
        TestContext.Progress.WriteLine($"converged after {what}");
        Assert.That(Witness.Wrong, Is.Empty, what);
    }

    /// <summary>Whether the engine decides now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Story.Engine.Diagnostics, Timeout = TimeSpan.FromSeconds(60) };
        return (await Readiness.AskAsync(http, Deadline)).Ready;
    }

    public Task PassAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Deadline);

    private async Task BuildAsync()
    {
        Server = Keep(await RealApiServer.StartAsync(new Dictionary<string, string> { ["COMPACT"] = "5s", ["APISERVER_EXTRA"] = "--watch-cache=false" }, Deadline));
        ToServer = Keep(StepProxy.Start(Server.Url, Server.AuthorityPem));
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, Kubeconfig.Write(ToServer.Url, null, RealApiServer.AdminToken), Deadline);
        _api = new ClusterApi(Server.Url, RealApiServer.AdminToken, Server.AuthorityPem);
        using var mint = Server.Mint();
        Cluster = new ApiCluster(_api, kubeconfig, mint, TimeProvider.System) { Way = engine => (ToEngine = Keep(StepProxy.Start(engine))).Url };
        await Cluster.CreateAsync(Deadline);
        await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{SampleNames.Namespace}/configmaps", Bar(), Deadline);
        // As in the deployment: a restarted engine need not compile, which would take most of the time of this run.
        Story = Keep(await StoryStage.StartAsync(Cluster, _folder, TestContext.Progress.WriteLine, Deadline, [$"Scripting:CacheDirectory={Path.Combine(_folder, "policies")}"]));
        var gone = Cluster.Pod("media-sports/web");
        var goneIdentity = await IdentityAsync(gone);
        await Cluster.RemoveAsync(gone, Deadline);
        await Story.View.WaitGoneAsync(gone, Deadline);
        Witness = Keep(new Witness(Story, await IdentityAsync(Cluster.Pod("media-sports/api")), goneIdentity, await IdentityAsync(Cluster.Pod("shop/cart"))));
        await ChangeAsync();
        await ConvergedAsync("the start");
    }

    private async Task<TestKit.Athenz.Agents.AgentIdentity> IdentityAsync(SamplePod pod) => PodStory.Identity(pod, await Cluster.TokenAsync(pod, Deadline));

    /// <summary>The last policy by name. Without it, or without the pods of another namespace, the domain `shop` would be granted.</summary>
    private static JsonObject Bar() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "last", ["labels"] = new JsonObject { ["argos.athenz.io/policy"] = "csharp" } },
        ["data"] = new JsonObject
        {
            ["barred.csx"] = """
                // ---
                // title: Nobody of the shop, as long as there is the other pod
                // providers: ["k8s.*"]
                // ---
                if (Input.Domain == "shop" && Pods.Find("media-news", "api") is not null) return Deny("barred");
                return Allow();
                """,
        },
    };

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
