using Argos.Rules.Node.Tests.Shared;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Node.Tests.Components;

/// <summary>Components that can run on one node without a cloud: the replicas roll out with them, and decide.</summary>
internal sealed class ComponentTests : NodeTest
{
    [Test]
    public async Task Provider_runs_with_all_components_that_fit_together()
    {
        string[] components = ["disruption", "spread", "network", "sources", "aws", "zts-token", "token-review", "autoscaling", "otlp",
            "passthrough", "load-balancer"];
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "component", "web", Deadline);
        try
        {
            await DeployAsync(components);

            using var claimant = await ClaimAsync(pod);
            await WaitAsync(claimant.IsGrantedAsync, "a certificate");
        }
        finally
        {
            await RemoveAsync();
        }
    }

    [Test]
    public async Task Provider_with_rights_in_named_namespaces_serves_these_and_says_what_it_lacks_before()
    {
        const string more = """
            - target: {kind: Deployment, name: identityd}
              patch: |-
                - {op: replace, path: /spec/template/spec/containers/1/env/4/value, value: "argos,media-sports"}
            """;
        var pod = await Pods.CreateIdleAsync(SharedNode.Workloads, "namespaced", "web", Deadline);
        try
        {
            await Kubectl.RunAsync(Deadline, "delete", "clusterrolebinding,clusterrole", "argos-mgmt", "--ignore-not-found");
            await ApplyAsync(["namespaced"], more);
            var waiting = await WaitingAsync();
            // One line each: what is missing and the rule that gives it, and why the engine is not ready.
            await WaitAsync(async _ => (await LogAsync(waiting, "mgmt")).Split('\n')
                .Any(static line => line.Contains("Not permitted to list or watch", StringComparison.Ordinal)
                && line.Contains("media-sports", StringComparison.Ordinal)), "mgmt names the right");
            await WaitAsync(async _ => (await LogAsync(waiting, "engine")).Split('\n')
                .Any(static line => line.Contains("Not ready", StringComparison.Ordinal)
                && line.Contains("mgmt", StringComparison.Ordinal)), "the engine says whom it waits for");

            await Kubectl.RunAsync(Deadline, "-n", SharedNode.Workloads, "apply", "-f",
                Path.Combine(Manifests.Folder, "patch", "pods-role.yaml"));
            await WaitRolledOutAsync();
            using var claimant = await ClaimAsync(pod);
            await WaitAsync(claimant.IsGrantedAsync, "a certificate with the rights of two namespaces");
        }
        finally
        {
            await Kubectl.RunAsync(Deadline, "-n", SharedNode.Workloads, "delete", "-f",
                Path.Combine(Manifests.Folder, "patch", "pods-role.yaml"), "--ignore-not-found");
        }
    }

    /// <summary>A replica of the newest generation, running and not ready.</summary>
    private async Task<string> WaitingAsync()
    {
        var name = "";
        await WaitAsync(async token => (
            name = (await Pods.ReplicasAsync(token))
            .FirstOrDefault(static replica => !replica.Ready && replica.Restarts.Count == 2 && replica.Ip.Length > 0)?.Name ?? "")
            .Length > 0, "a new replica");
        await WaitAsync(async _ => (await Kubectl.TryAsync(Deadline, "-n", SampleNames.Namespace, "logs", name, "-c", "mgmt")).Code == 0,
            "its containers run");
        return name;
    }

    /// <summary>What applying the manifests alone would leave there.</summary>
    private async Task RemoveAsync()
    {
        await Kubectl.RunAsync(
            Deadline, "-n", SampleNames.Namespace, "delete", "horizontalpodautoscaler,poddisruptionbudget,networkpolicy,ingress", "--all");
        await Kubectl.RunAsync(Deadline, "-n", SampleNames.Namespace, "delete", "configmap", "-l", "app.kubernetes.io/name=identityd");
    }
}
