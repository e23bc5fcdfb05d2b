using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Node.Tests.Shared;

/// <summary>A test on the shared node: a folder of its own, a limit of time, and the deployment as the manifests have it.</summary>
[Category("Node")]
internal abstract class NodeTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private static readonly string[] Kinds = ["Deployment", "Service"];

    private CancellationTokenSource _deadline = null!;

    protected string Folder { get; private set; } = "";

    protected CancellationToken Deadline => _deadline.Token;

    protected Kubectl Kubectl { get; private set; } = null!;

    protected ClusterApi Api { get; private set; } = null!;

    protected Pods Pods { get; private set; } = null!;

    [SetUp]
    public void Prepare()
    {
        if (RealNode.Missing is { } missing) Assert.Ignore(missing);
        Folder = Directory.CreateTempSubdirectory("argos-node-test-").FullName;
        _deadline = new CancellationTokenSource(Limit);
        Kubectl = new Kubectl(SharedNode.Node.Kubeconfig, Folder);
        Api = new ClusterApi(RealNode.Url, RealApiServer.AdminToken, SharedNode.Node.AuthorityPem);
        Pods = new Pods(Api);
    }

    [TearDown]
    public void CleanUp()
    {
        if (Folder.Length == 0) return;
        Api.Dispose();
        _deadline.Dispose();
        Directory.Delete(Folder, recursive: true);
        Folder = "";
    }

    /// <summary>Puts the deployment into the state of the manifests, with components and patches, and waits until both replicas are ready.</summary>
    protected async Task DeployAsync(IEnumerable<string>? components = null, string patches = "")
    {
        await ApplyAsync(components, patches);
        await WaitRolledOutAsync();
    }

    /// <summary>The same without waiting.</summary>
    protected async Task ApplyAsync(IEnumerable<string>? components = null, string patches = "")
    {
        var folder = await Manifests.WriteAsync(Folder, $"overlay-{Guid.NewGuid():N}", components ?? [], patches, Deadline);
        // A version of an API that this server does not have yet is asked for by the one before it, which has the same fields.
        var rendered = (await Kubectl.RunAsync(Deadline, "kustomize", folder))
            .Replace("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n", StringComparison.Ordinal);
        var file = Path.Combine(folder, "all.yaml");
        await File.WriteAllTextAsync(file, rendered, Deadline);
        await Kubectl.RunAsync(Deadline, "apply", "-f", file);
        // What an earlier test added by hand goes too: apply alone keeps fields that it does not know.
        var exact = Path.Combine(folder, "exact.yaml");
        await File.WriteAllTextAsync(exact,
            string.Join("\n---\n", rendered.Split("\n---\n")
            .Where(static document => Kinds.Any(kind => document.Contains($"\nkind: {kind}\n", StringComparison.Ordinal)))), Deadline);
        await Kubectl.RunAsync(Deadline, "replace", "-f", exact);
    }

    protected async Task WaitRolledOutAsync(string deployment = "identityd", string place = SampleNames.Namespace)
    {
        var (code, output) = await Kubectl.TryAsync(Deadline, "-n", place, "rollout", "status", "deployment", deployment, "--timeout=150s");
        if (code == 0) return;
        throw new InvalidOperationException(
            $"{output}\n{await Kubectl.RunAsync(Deadline, "-n", place, "get", "pods")}\n{await DescribeAsync(place)}");
    }

    /// <summary>Waits for something that another process has to do.</summary>
    protected Task WaitAsync(Func<CancellationToken, Task<bool>> condition, string what) =>
        Eventually.HoldsAsync(condition, what, TimeSpan.FromMinutes(2), Deadline);

    /// <summary>What a container has logged; before it runs, what kubectl says of that.</summary>
    protected async Task<string> LogAsync(string pod, string container, string place = SampleNames.Namespace) =>
        (await Kubectl.TryAsync(Deadline, "-n", place, "logs", pod, "-c", container)).Output;

    /// <summary>What a replica's mgmt says of a ConfigMap.</summary>
    protected async Task<JsonNode?> StatusAsync(string map, string replica)
    {
        var read = await Api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{SampleNames.Namespace}/configmaps/{map}", null, Deadline);
        return (string?)read["metadata"]!["annotations"]?["argos.athenz.io/status"] is { } text ? JsonNode.Parse(text)![replica] : null;
    }

    private async Task<string> DescribeAsync(string place)
    {
        List<string> texts = [];
        foreach (var pod in await Pods.OfAsync(place, "", Deadline))
        {
            texts.Add(await Kubectl.RunAsync(Deadline, "-n", place, "describe", "pod", pod.Name));
            foreach (var container in pod.Containers) texts.Add(
                (await Kubectl.TryAsync(Deadline, "-n", place, "logs", "--tail=15", pod.Name, "-c", container)).Output);
        }
        return string.Join('\n', texts);
    }
}
