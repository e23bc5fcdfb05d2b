using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Story;

/// <summary>The sample cluster behind a Kubernetes API: everything is created through it, tokens by TokenRequest.</summary>
/// <param name="api">A client that may do everything.</param>
/// <param name="kubeconfig">What mgmt is given.</param>
/// <param name="mint">Has the cluster's signing key, for tokens that the cluster would not issue.</param>
/// <param name="time">The clock.</param>
public sealed class ApiCluster(ClusterApi api, string kubeconfig, TokenMint mint, TimeProvider time) : SampleCluster(mint)
{
    /// <summary>The address at which mgmt reaches an engine; for a proxy between them.</summary>
    public Func<Uri, Uri> Way { get; init; } = static engine => engine;

    /// <summary>More settings of mgmt, without the dashes.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    /// <summary>Time between two declarations of mgmt's whole set.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <inheritdoc/>
    public override MgmtSettings Source(Uri engine, string workingDirectory) => new()
    {
        Engine = Way(engine),
        WorkingDirectory = workingDirectory,
        Kubeconfig = kubeconfig,
        Namespaces = [SampleNames.Namespace],
        HeartbeatSeconds = HeartbeatSeconds,
        More = More,
    };

    /// <inheritdoc/>
    public override async Task<string> TokenAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject
            {
                ["audiences"] = new JsonArray(SampleNames.Audience),
                ["expirationSeconds"] = 3600,
                ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = pod.Name, ["uid"] = pod.Uid },
            },
        };
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{pod.Namespace}/serviceaccounts/{pod.ServiceAccount}/token", request, cancellationToken);
        return (string)answer["status"]!["token"]!;
    }

    /// <inheritdoc/>
    public override Task BeginDeleteAsync(SamplePod pod, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, PathOf(pod), null, cancellationToken);

    /// <inheritdoc/>
    public override Task RemoveAsync(SamplePod pod, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, PathOf(pod) + "?gracePeriodSeconds=0", null, cancellationToken);

    /// <inheritdoc/>
    protected override async Task ApplyConfigMapsAsync(CancellationToken cancellationToken)
    {
        await CreateNamespaceAsync(SampleNames.Namespace, cancellationToken);
        const string path = $"/api/v1/namespaces/{SampleNames.Namespace}/configmaps";
        await api.SendAsync(HttpMethod.Post, path, SampleManifests.Policy(), cancellationToken);
        await api.SendAsync(HttpMethod.Post, path, SampleManifests.Settings(Mint.Issuer), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<SamplePod> CreatePodAsync(SamplePod pod, CancellationToken cancellationToken)
    {
        await CreateNamespaceAsync(pod.Namespace, cancellationToken);
        var account = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = pod.ServiceAccount } };
        await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{pod.Namespace}/serviceaccounts", account, cancellationToken, HttpStatusCode.Conflict);
        var created = await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{pod.Namespace}/pods", SampleManifests.NewPod(pod), cancellationToken);
        var status = new JsonObject { ["status"] = SampleManifests.Status(pod, time.GetUtcNow()) };
        await api.SendAsync(HttpMethod.Patch, PathOf(pod) + "/status", status, cancellationToken);
        return pod with { Uid = (string)created["metadata"]!["uid"]! };
    }

    private Task<JsonObject> CreateNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        var space = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        return api.SendAsync(HttpMethod.Post, "/api/v1/namespaces", space, cancellationToken, HttpStatusCode.Conflict);
    }

    private static string PathOf(SamplePod pod) => $"/api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}";
}
