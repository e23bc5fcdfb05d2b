using System.Diagnostics;
using System.Globalization;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>An API server stand-in with any number of pods, and engine and mgmt as two processes that follow it.</summary>
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

    /// <summary>How long another client takes to page through the same list; <see langword="null"/> when it was not asked.</summary>
    public TimeSpan? Paging { get; private init; }

    public long EngineBytes => Rss(Stage.Engine.Process.Id);

    public long MgmtBytes => Rss(Stage.Mgmt.Process.Id);

    public static async Task<ScaleScene> StartAsync(int pods)
    {
        var folder = Directory.CreateTempSubdirectory("argos-scale-").FullName;
        var server = await FakeApiServer.StartAsync(CancellationToken.None);
        var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);
        var cluster = new ApiCluster(api, server.WriteKubeconfig(Path.Combine(folder, "kubeconfig")), server.Mint, TimeProvider.System);
        await cluster.CreateAsync(CancellationToken.None);
        for (var i = 0; i < pods; i++) server.Objects.Apply(SampleManifests.Pod(Pod(i), DateTimeOffset.UnixEpoch.AddDays(20_000)).ToJsonString());
        var paging = Stopwatch.StartNew();
        await PageAsync(api);
        var took = paging.Elapsed;
        var clock = Stopwatch.StartNew();
        var stage = await StoryStage.StartAsync(cluster, folder, static _ => { }, CancellationToken.None);
        return new ScaleScene(server, api, stage, folder, clock.Elapsed) { Paging = took };
    }

    /// <summary>A pod by number; its uid tells a revision, so that a change can be seen.</summary>
    public static SamplePod Pod(int index, int revision = 0) => new(
        string.Create(CultureInfo.InvariantCulture, $"team{index % 100}-sports"),
        string.Create(CultureInfo.InvariantCulture, $"api-{index}"),
        "api",
        string.Create(CultureInfo.InvariantCulture, $"10.{revision & 255}.{(index >> 8) & 255}.{index & 255}"))
    {
        Uid = string.Create(CultureInfo.InvariantCulture, $"5f1d6e1e-0000-4000-8000-{index:x12}"),
    };

    /// <summary>Changes a pod in the cluster.</summary>
    public void Change(int index, int revision) => _server.Objects.Apply(SampleManifests.Pod(Pod(index, revision), DateTimeOffset.UnixEpoch.AddDays(20_000)).ToJsonString());

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        _api.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task PageAsync(ClusterApi api)
    {
        var from = "";
        do
        {
            var page = await api.SendAsync(HttpMethod.Get, $"/api/v1/pods?limit=500{from}", null, CancellationToken.None);
            var next = (string?)page["metadata"]!["continue"] ?? "";
            from = next.Length == 0 ? "" : "&continue=" + Uri.EscapeDataString(next);
        }
        while (from.Length > 0);
    }

    private static long Rss(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
