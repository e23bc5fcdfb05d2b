using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.Benchmarks.Load;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>A cluster with many pods behind a real API server, or behind a fake where there is none.</summary>
internal sealed class StartCluster : IAsyncDisposable
{
    private const int AtOnce = 16;
    private const string Page = """
        set -eu
        next=
        while :; do
          curl -sSf --noproxy '*' --cacert "$3" -H "Authorization: Bearer $2" "$1/api/v1/pods?limit=500$next" -o "$4/page"
          token=$(grep -o '"continue": *"[^"]*"' "$4/page" | head -n 1 | cut -d'"' -f4 || true)
          [ -n "$token" ] || break
          next="&continue=$(printf %s "$token" | sed 's/=/%3D/g; s/+/%2B/g; s|/|%2F|g')"
        done
        """;

    private readonly string _folder;
    private readonly RealApiServer? _real;
    private readonly FakeApiServer? _fake;
    private readonly ClusterApi _api;
    private readonly TokenMint? _mint;
    private readonly ApiCluster _cluster;

    private StartCluster(string folder, RealApiServer? real, FakeApiServer? fake)
    {
        (_folder, _real, _fake) = (folder, real, fake);
        var url = real?.Url ?? fake!.Url;
        _mint = real?.Mint();
        _api = new ClusterApi(url, RealApiServer.AdminToken, real?.AuthorityPem);
        _cluster = new ApiCluster(_api, real?.Kubeconfig ?? fake!.WriteKubeconfig(Path.Combine(folder, "kubeconfig")), _mint ?? fake!.Mint, TimeProvider.System);
        (Url, AuthorityFile) = (url, Path.Combine(folder, "cluster-ca.crt"));
        File.WriteAllText(AuthorityFile, real?.AuthorityPem ?? "");
    }

    /// <summary>What it is.</summary>
    public string Kind => _real is null ? "a fake in this process" : "a real kube-apiserver with etcd on this machine";

    private Uri Url { get; }

    private string AuthorityFile { get; }

    public static async Task<StartCluster> StartAsync(string folder, int pods)
    {
        var real = RealApiServer.Missing is null ? await RealApiServer.StartAsync(CancellationToken.None) : null;
        var fake = real is null ? await FakeApiServer.StartAsync(CancellationToken.None) : null;
        var cluster = new StartCluster(folder, real, fake);
        await cluster._cluster.CreateAsync(CancellationToken.None);
        if (fake is not null)
        {
            for (var i = 0; i < pods; i++) fake.Objects.Apply(NumberedPod.Manifest(i).ToJsonString());
            return cluster;
        }
        await cluster.CreateAsync(pods);
        return cluster;
    }

    /// <summary>How mgmt reads it.</summary>
    public MgmtSettings Source(Uri engine, string folder) => _cluster.Source(engine, folder);

    /// <summary>How long a script with curl takes to page through all pods.</summary>
    public async Task<double> PageAsync()
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", Page, "page", Url.GetLeftPart(UriPartial.Authority), RealApiServer.AdminToken, AuthorityFile, _folder]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException("curl could not page through the pods");
        return clock.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        if (_fake is not null) await _fake.DisposeAsync();
        if (_real is not null) await _real.DisposeAsync();
        _mint?.Dispose();
    }

    private async Task CreateAsync(int pods)
    {
        foreach (var space in Enumerable.Range(0, pods).Select(NumberedPod.Namespace).Distinct())
        {
            await PostAsync("/api/v1/namespaces", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space } });
            await PostAsync($"/api/v1/namespaces/{space}/serviceaccounts", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "api" } });
        }
        await Parallel.ForAsync(0, pods, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
            await PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/namespaces/{NumberedPod.Namespace(index)}/pods"), NumberedPod.ToCreate(index)));
    }

    private Task<JsonObject> PostAsync(string path, JsonObject body) => _api.SendAsync(HttpMethod.Post, path, body, CancellationToken.None, HttpStatusCode.Conflict);
}
