using System.Net;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>One real kube-apiserver for all tests of this folder, with an audit log of what every service account asked.</summary>
[SetUpFixture]
internal sealed class SharedServer
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
          - level: Metadata
            userGroups: ["system:serviceaccounts"]
          - level: None
        """;

    private static readonly string[] Namespaces = [SampleNames.Namespace, .. SamplePod.All.Select(static pod => pod.Namespace).Distinct()];

    private static readonly string[] Collections =
    [
        "/api/v1/{0}/configmaps", "/api/v1/{0}/pods?gracePeriodSeconds=0", "/api/v1/{0}/events", "/apis/apps/v1/{0}/deployments", "/apis/autoscaling/v1/{0}/horizontalpodautoscalers",
        "/apis/policy/v1beta1/{0}/poddisruptionbudgets", "/apis/networking.k8s.io/v1/{0}/networkpolicies", "/apis/networking.k8s.io/v1/{0}/ingresses", "/apis/rbac.authorization.k8s.io/v1/{0}/roles", "/apis/rbac.authorization.k8s.io/v1/{0}/rolebindings",
    ];

    private static string _folder = "";
    private static RealApiServer? _server;

    public static RealApiServer Server => _server ?? throw new InvalidOperationException("there is no API server");

    /// <summary>What the service accounts asked since the server was started.</summary>
    public static AuditLog Audit => new(Path.Combine(_folder, "audit.log"));

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (RealApiServer.Missing is not null) return;
        _folder = Directory.CreateTempSubdirectory("argos-audit-").FullName;
        var policy = Path.Combine(_folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, Policy);
        _server = await RealApiServer.StartAsync(
            new Dictionary<string, string> { ["APISERVER_EXTRA"] = $"--audit-policy-file={policy} --audit-log-path={Path.Combine(_folder, "audit.log")} --audit-log-mode=blocking" }, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Removes everything that tests make but the namespaces: without their controller they would never go.</summary>
    public static async Task ClearAsync(ClusterApi api, CancellationToken cancellationToken)
    {
        foreach (var path in Namespaces.SelectMany(static name => Collections.Select(path => path.Replace("{0}", $"namespaces/{name}", StringComparison.Ordinal))))
            await api.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
        // A service has no deletecollection in this version.
        foreach (var path in new[] { "/api/v1/namespaces/argos/services/identityd", "/api/v1/namespaces/argos/services/identityd-metrics", "/apis/rbac.authorization.k8s.io/v1/clusterroles/argos-mgmt", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/argos-mgmt" })
            await api.SendAsync(HttpMethod.Delete, path, null, cancellationToken, HttpStatusCode.NotFound);
    }

    /// <summary>Makes a namespace if it is not there.</summary>
    public static Task MakeNamespaceAsync(ClusterApi api, string name, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, cancellationToken, HttpStatusCode.Conflict);
}
