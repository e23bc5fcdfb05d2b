using System.Diagnostics;
using System.Globalization;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>A fake API server with any number of pods, and engine and mgmt as two processes that follow it.</summary>
internal sealed class ScaleScene : IAsyncDisposable
{
    private readonly FakeApiServer _server;
    private readonly ClusterApi _api;
    private readonly string _folder;

    private ScaleScene(FakeApiServer server, ClusterApi api, StoryStage stage, string folder, TimeSpan ready) =>
        (_server, _api, Stage, _folder, Ready) = (server, api, stage, folder, ready);

    public StoryStage Stage { get; }

    /// <summary>From the start of both processes until the engine decides.</summary>
    public TimeSpan Ready { get; }

    /// <summary>Signs the tokens of the pods.</summary>
    public TokenMint Mint => _server.Mint;

    public long EngineBytes => Rss(Stage.Engine.Process.Id);

    public long MgmtBytes => Rss(Stage.Mgmt.Process.Id);

    public static async Task<ScaleScene> StartAsync(int pods)
    {
        var folder = Directory.CreateTempSubdirectory("argos-scale-").FullName;
        var server = await FakeApiServer.StartAsync(CancellationToken.None);
        var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);
        var cluster = new ApiCluster(api, server.WriteKubeconfig(Path.Combine(folder, "kubeconfig")), server.Mint, TimeProvider.System);
        await cluster.CreateAsync(CancellationToken.None);
        for (var i = 0; i < pods; i++) server.Objects.Apply(NumberedPod.Manifest(i).ToJsonString());
        var clock = Stopwatch.StartNew();
        var stage = await StoryStage.StartAsync(cluster, folder, static _ => { }, CancellationToken.None, token: false);
        return new ScaleScene(server, api, stage, folder, clock.Elapsed);
    }

    /// <summary>Changes a pod in the cluster.</summary>
    public void Change(int index, int revision) => _server.Objects.Apply(NumberedPod.Manifest(index, revision).ToJsonString());

    /// <summary>Ends every watch so that everything has to be listed again.</summary>
    public void Relist() => _server.ExpireWatches();

    /// <summary>How often pods were listed, page by page.</summary>
    public int Lists => _server.Requests.All.Count(static request => request is { Verb: "list", Resource: "pods" });

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        _api.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static long Rss(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
