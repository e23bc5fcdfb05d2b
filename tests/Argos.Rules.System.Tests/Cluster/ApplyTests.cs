using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>The manifests as an operator uses them, against a real kube-apiserver.</summary>
internal sealed class ApplyTests : SystemTest
{
    private const string ServiceAccount = "system:serviceaccount:argos:argos-mgmt";

    private RealApiServer? _server;
    private Kubectl _kubectl = null!;

    private static string Manifests => Path.Combine(BuiltOutput.Root, "k8s");

    [SetUp]
    public async Task StartAsync()
    {
        if ((RealApiServer.Missing ?? Kubectl.Missing) is { } missing) Assert.Ignore(missing);
        _server = await RealApiServer.StartAsync(Deadline);
        _kubectl = new Kubectl(_server.Kubeconfig, Folder);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    [Test]
    public async Task Manifests_are_applied_give_just_the_rights_that_are_needed_and_the_workload_patch_fits()
    {
        var first = await _kubectl.RunAsync(Deadline, "apply", "-k", Manifests);
        await _kubectl.RunAsync(Deadline, "apply", "-k", Manifests);
        var generation = await _kubectl.RunAsync(Deadline, "-n", "argos", "get", "deployment", "identityd", "-o", "jsonpath={.metadata.generation}");

        Assert.That(first, Does.Contain("deployment.apps/identityd created").And.Contain("configmap/policy-kubernetes created"));
        Assert.That(generation, Is.EqualTo("1"), "a second apply must change nothing");
        await CheckRightsAsync();
        await CheckNetworkPolicyAsync();
        await CheckWorkloadPatchAsync();
    }

    [Test]
    public async Task Story_comes_out_as_told_with_the_rights_of_the_service_account()
    {
        foreach (var file in new[] { "namespace", "service-account", "cluster-role", "cluster-role-binding", "role", "role-binding" })
            await _kubectl.RunAsync(Deadline, "apply", "-f", Path.Combine(Manifests, file + ".yaml"));
        using var api = new ClusterApi(_server!.Url, RealApiServer.AdminToken, _server.AuthorityPem);
        using var mint = _server.Mint();

        await TellAsync(new ApiCluster(api, await KubeconfigAsync(api), mint, TimeProvider.System));

        var map = await api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/argos/configmaps/kubernetes-policy", null, Deadline);
        Assert.That((string?)map["metadata"]!["annotations"]!["argos.athenz.io/status"], Does.Contain("policy.csx"), "it may write its status");
    }

    private async Task CheckRightsAsync()
    {
        (bool May, string[] What)[] rights =
        [
            (true, ["list", "pods", "-A"]),
            (true, ["watch", "pods", "-A"]),
            (true, ["get", "/openid/v1/jwks"]),
            (true, ["list", "configmaps", "-n", "argos"]),
            (true, ["patch", "configmaps", "-n", "argos"]),
            (true, ["create", "events", "-n", "argos"]),
            (false, ["create", "events", "-n", "default"]),
            (false, ["create", "configmaps", "-n", "argos"]),
            (false, ["delete", "configmaps", "-n", "argos"]),
            (false, ["get", "secrets", "-n", "argos"]),
            (false, ["list", "secrets", "-A"]),
            (false, ["list", "configmaps", "-A"]),
            (false, ["list", "configmaps", "-n", "default"]),
            (false, ["patch", "configmaps", "-n", "kube-system"]),
            (false, ["create", "pods", "-n", "argos"]),
            (false, ["delete", "pods", "-A"]),
            (false, ["create", "pods/exec", "-n", "argos"]),
            (false, ["create", "serviceaccounts/token", "-n", "argos"]),
            (false, ["get", "/metrics"]),
            (false, ["impersonate", "users"]),
        ];
        List<string> wrong = [];
        foreach (var (may, what) in rights)
        {
            var (code, output) = await _kubectl.TryAsync(Deadline, ["auth", "can-i", "--as", ServiceAccount, .. what]);
            if ((code == 0) != may || !output.Split('\n').Any(line => line.Trim() == (may ? "yes" : "no"))) wrong.Add($"{string.Join(' ', what)}: {output}");
        }
        Assert.That(wrong, Is.Empty);
    }

    private async Task CheckNetworkPolicyAsync()
    {
        var output = await _kubectl.RunAsync(Deadline, "apply", "-f", Path.Combine(Manifests, "components", "network", "network-policy.yaml"));

        Assert.That(output, Does.Contain("networkpolicy.networking.k8s.io/identityd created"));
    }

    private async Task CheckWorkloadPatchAsync()
    {
        await _kubectl.RunAsync(Deadline, "create", "namespace", "media-sports");
        await _kubectl.RunAsync(Deadline, "-n", "media-sports", "create", "deployment", "api", "--image=registry.example.com/api:1");

        await _kubectl.RunAsync(Deadline, "-n", "media-sports", "patch", "deployment", "api", "--patch-file", Path.Combine(Manifests, "patch", "sia.yaml"));

        var patched = JsonNode.Parse(await _kubectl.RunAsync(Deadline, "-n", "media-sports", "get", "deployment", "api", "-o", "json"))!["spec"]!["template"]!["spec"]!;
        Assert.That(patched["containers"]!.AsArray().Select(static c => (string?)c!["name"]), Is.EquivalentTo(new[] { "sia", "api" }), "the workload's own container stays");
        Assert.That((string?)patched["initContainers"]![0]!["name"], Is.EqualTo("sia-init"));
        Assert.That(patched["volumes"]!.AsArray().Select(static v => (string?)v!["name"]), Is.EquivalentTo(new[] { "tls-certs", "identityd-token" }));
    }

    /// <summary>A kubeconfig with a token as the deployment's projected volume holds it.</summary>
    private async Task<string> KubeconfigAsync(ClusterApi api)
    {
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 },
        };
        var answer = await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/argos/serviceaccounts/argos-mgmt/token", request, Deadline);
        var file = Path.Combine(Folder, "mgmt.kubeconfig");
        await File.WriteAllTextAsync(file, Kubeconfig.Write(_server!.Url, _server.AuthorityPem, (string)answer["status"]!["token"]!, "argos"), Deadline);
        return file;
    }
}
