using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Manifests;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>Each optional component, put on the manifests and given to a real kube-apiserver.</summary>
internal sealed class ComponentApplyTests : ClusterTest
{
    public static IEnumerable<string> Components => Directory.EnumerateDirectories(Path.Combine(ManifestFiles.Root, "k8s", "components")).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Components))]
    public async Task Component_is_taken_as_it_is_and_a_second_apply_changes_nothing(string component)
    {
        await SharedServer.MakeNamespaceAsync(Api, "argos", Deadline);
        if (component == "monitoring") await PrometheusAsync();
        var file = await WriteAsync("manifests.yaml", await ServedAsync(await RenderAsync(component)));

        // The server validates everything and stores nothing; kubectl refuses fields that the server's schema does not have.
        var dry = await Kubectl.RunAsync(Deadline, "apply", "--dry-run=server", "--validate=true", "-f", file);
        var first = await Kubectl.RunAsync(Deadline, "apply", "-f", file);
        var second = await Kubectl.RunAsync(Deadline, "apply", "-f", file);

        Assert.That(Lines(dry), Has.All.Contain("(server dry run)"));
        Assert.That(Lines(first), Has.Some.EndWith("deployment.apps/identityd created"));
        Assert.That(Lines(second), Has.All.EndsWith("unchanged"), "a second apply must change nothing");
        await CheckNothingIsPrunedAsync(component);
    }

    [Test]
    public async Task Autoscaling_on_a_running_deployment_keeps_its_replicas_when_the_readme_is_followed()
    {
        await Kubectl.RunAsync(Deadline, "apply", "-f", await WriteAsync("before.yaml", await RenderAsync()));
        var applied = await Kubectl.RunAsync(Deadline, "-n", "argos", "apply", "view-last-applied", "deployment", "identityd", "-o", "yaml");

        await Kubectl.RunAsync(Deadline, "apply", "set-last-applied", "-f", await WriteAsync("deployment.yaml", string.Join('\n', Lines(applied).Where(static line => !line.StartsWith("  replicas:", StringComparison.Ordinal)))));
        await Kubectl.RunAsync(Deadline, "apply", "-f", await WriteAsync("after.yaml", await RenderAsync("autoscaling")));

        Assert.That(await Kubectl.RunAsync(Deadline, "-n", "argos", "get", "deployment", "identityd", "-o", "jsonpath={.spec.replicas}"), Is.EqualTo("2"));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A version of an API that this server does not have yet is asked for by the one before it, which has the same fields.</summary>
    private async Task<string> ServedAsync(string manifests)
    {
        var versions = Lines(await Kubectl.RunAsync(Deadline, "api-versions")).Select(static line => line.Trim());
        return versions.Contains("policy/v1") ? manifests : manifests.Replace("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n", StringComparison.Ordinal);
    }

    /// <summary>The resources of the Prometheus operator, with the fields that it documents for what is used here: others would be lost.</summary>
    private async Task PrometheusAsync()
    {
        await Kubectl.RunAsync(Deadline, "apply", "-f", Path.Combine(ManifestFiles.Root, "tests", "Argos.Rules.System.Tests", "Cluster", "prometheus-operator.yaml"));
        await Kubectl.RunAsync(Deadline, "wait", "--for=condition=Established", "--timeout=60s", "crd/servicemonitors.monitoring.coreos.com", "crd/prometheusrules.monitoring.coreos.com");
    }

    private async Task CheckNothingIsPrunedAsync(string component)
    {
        if (component != "monitoring") return;
        foreach (var resource in new[] { "servicemonitor", "prometheusrule" })
        {
            var stored = JsonNode.Parse(await Kubectl.RunAsync(Deadline, "-n", "argos", "get", resource, "identityd", "-o", "json"))!;
            var applied = JsonNode.Parse(await Kubectl.RunAsync(Deadline, "-n", "argos", "apply", "view-last-applied", resource, "identityd", "-o", "json"))!;
            Assert.That(JsonNode.DeepEquals(stored["spec"], applied["spec"]), Is.True, $"{resource}: a field is not in the schema");
            await Api.SendAsync(HttpMethod.Delete, $"/apis/monitoring.coreos.com/v1/namespaces/argos/{resource}s/identityd", null, Deadline);
        }
    }
}
