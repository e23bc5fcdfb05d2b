using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>The manifests as an operator uses them, against a real kube-apiserver.</summary>
internal sealed class ApplyTests : ClusterTest
{
    [Test]
    public async Task Manifests_are_applied_give_just_the_rights_that_are_needed_and_the_workload_patch_fits()
    {
        var first = await Kubectl.RunAsync(Deadline, "apply", "-k", Manifests);
        var second = await Kubectl.RunAsync(Deadline, "apply", "-k", Manifests);
        var generation = await Kubectl.RunAsync(Deadline, "-n", "argos", "get", "deployment", "identityd", "-o", "jsonpath={.metadata.generation}");

        Assert.That(first, Does.Contain("deployment.apps/identityd created").And.Contain("configmap/policy-kubernetes created"));
        Assert.That(second, Does.Not.Contain("created").And.Not.Contain("configured"), "a second apply must change nothing");
        Assert.That(generation, Is.EqualTo("1"), "a second apply must change nothing");
        await CheckRightsAsync();
        await CheckWorkloadPatchAsync();
    }

    /// <summary>What the fake passes too.</summary>
    [Test]
    public async Task Pod_lives_and_dies_in_a_real_kube_apiserver()
    {
        using var mint = SharedServer.Server.Mint();

        await Fakes.ApiClusterTests.LiveAndDieAsync(Api, mint);
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
            (false, ["get", "pods", "-A"]),
            (false, ["get", "configmaps", "-n", "argos"]),
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
            var (code, output) = await Kubectl.TryAsync(Deadline, ["auth", "can-i", "--as", ServiceAccount, .. what]);
            if ((code == 0) != may || !output.Split('\n').Any(line => line.Trim() == (may ? "yes" : "no"))) wrong.Add($"{string.Join(' ', what)}: {output}");
        }
        Assert.That(wrong, Is.Empty);
    }

    private async Task CheckWorkloadPatchAsync()
    {
        await Kubectl.RunAsync(Deadline, "create", "namespace", "workloads");
        await Kubectl.RunAsync(Deadline, "-n", "workloads", "create", "deployment", "api", "--image=registry.example.com/api:1");

        foreach (var patch in new[] { "sia.yaml", "sia-private-ca.yaml" })
            await Kubectl.RunAsync(Deadline, "-n", "workloads", "patch", "deployment", "api", "--patch-file",
                Path.Combine(Manifests, "patch", patch));

        var patched = JsonNode.Parse(await Kubectl.RunAsync(Deadline, "-n", "workloads", "get", "deployment", "api", "-o", "json"))!["spec"]!["template"]!["spec"]!;
        Assert.That(patched["containers"]!.AsArray().Select(static c => (string?)c!["name"]), Is.EquivalentTo(new[] { "sia", "api" }), "the workload's own container stays");
        Assert.That((string?)patched["initContainers"]![0]!["name"], Is.EqualTo("sia-init"));
        Assert.That(patched["volumes"]!.AsArray().Select(static v => (string?)v!["name"]),
            Is.EquivalentTo(new[] { "tls-certs", "identityd-token", "athenz-ca" }));
        var names = patched["initContainers"]![0]!["env"]!.AsArray().Select(static e => (string?)e!["name"]);
        Assert.That(names, Does.Contain("SERVER_CA_CERT").And.Contain("SA_TOKEN_FILE"));
    }
}
