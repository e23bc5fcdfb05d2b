using System.Text.Json.Nodes;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>A test against the shared kube-apiserver, which holds nothing at its start.</summary>
internal abstract class ClusterTest : SystemTest
{
    protected const string ServiceAccount = "system:serviceaccount:argos:argos-mgmt";

    protected static string Manifests => Path.Combine(BuiltOutput.Root, "k8s");

    protected Kubectl Kubectl { get; private set; } = null!;

    protected ClusterApi Api { get; private set; } = null!;

    [SetUp]
    public async Task ClearAsync()
    {
        if ((RealApiServer.Missing ?? Kubectl.Missing) is { } missing) Assert.Ignore(missing);
        Kubectl = new Kubectl(SharedServer.Server.Kubeconfig, Folder);
        Api = new ClusterApi(SharedServer.Server.Url, RealApiServer.AdminToken, SharedServer.Server.AuthorityPem);
        await SharedServer.ClearAsync(Api, Deadline);
    }

    [TearDown]
    public void Close() => Api?.Dispose();

    /// <summary>The service account with the rights of the manifests, and nothing else of them.</summary>
    protected async Task ApplyRightsAsync()
    {
        foreach (var file in new[] { "namespace", "service-account", "cluster-role", "cluster-role-binding", "role", "role-binding" })
            await Kubectl.RunAsync(Deadline, "apply", "-f", Path.Combine(Manifests, file + ".yaml"));
    }

    /// <summary>A ConfigMap with a policy that holds and one that may be broken.</summary>
    protected Task CreateMixedAsync(string text) => Api.SendAsync(
        HttpMethod.Post,
        "/api/v1/namespaces/argos/configmaps",
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "mixed", ["labels"] = new JsonObject { ["argos.athenz.io/policy"] = "csharp" } },
            ["data"] = new JsonObject { ["good.csx"] = "return Allow();", ["other.csx"] = text },
        },
        Deadline);

    /// <summary>Changes the other key of that ConfigMap.</summary>
    protected Task EditMixedAsync(string text) =>
        Api.SendAsync(HttpMethod.Patch, "/api/v1/namespaces/argos/configmaps/mixed", new JsonObject { ["data"] = new JsonObject { ["other.csx"] = text } }, Deadline);

    /// <summary>Waits until a replica has told the state of that key.</summary>
    protected Task WaitToldAsync(string replica, string state) => Eventually.HoldsAsync(
        async token => StatusOf(await Api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/argos/configmaps/mixed", null, token), replica)?["keys"]?["other.csx"]?["state"]?.ToString() == state,
        $"{replica} tells that the key is {state}",
        TimeSpan.FromSeconds(90),
        Deadline);

    /// <summary>What a replica says of a ConfigMap.</summary>
    protected static JsonNode? StatusOf(JsonObject map, string replica) =>
        (string?)map["metadata"]!["annotations"]?["argos.athenz.io/status"] is { } text ? JsonNode.Parse(text)![replica] : null;

    /// <summary>What mgmt has logged, without the dress of JSON.</summary>
    protected static IEnumerable<string> Messages(MgmtProcess mgmt) =>
        mgmt.Process.Log.Lines.Where(static line => line.StartsWith('{')).Select(static line => (string?)JsonNode.Parse(line)!["message"] ?? "");

    /// <summary>Waits until mgmt has logged a message with all of these.</summary>
    protected Task WaitLogAsync(MgmtProcess mgmt, params string[] parts) => Eventually.HoldsAsync(
        () => Messages(mgmt).Any(message => parts.All(part => message.Contains(part, StringComparison.Ordinal))), $"mgmt says {string.Join(", ", parts)}", TimeSpan.FromSeconds(90), Deadline);

    /// <summary>All ConfigMaps of the product's namespace.</summary>
    protected async Task<IReadOnlyList<JsonObject>> MapsAsync() => await ItemsAsync("configmaps");

    /// <summary>The events about that ConfigMap.</summary>
    protected async Task<IReadOnlyList<JsonObject>> EventsAsync() => [.. (await ItemsAsync("events")).Where(static one => (string?)one["involvedObject"]!["name"] == "mixed")];

    private async Task<IReadOnlyList<JsonObject>> ItemsAsync(string resource) =>
        [.. (await Api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/argos/{resource}", null, Deadline))["items"]!.AsArray().Select(static item => item!.AsObject())];

    /// <summary>Puts a kustomization of the manifests and some components into one file.</summary>
    protected async Task<string> RenderAsync(params string[] components)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "overlay")).FullName;
        string Relative(string path) => Path.GetRelativePath(folder, path);
        var listed = components.Length == 0 ? "" : "components:" + string.Concat(components.Select(component => $"\n- {Relative(Path.Combine(Manifests, "components", component))}"));
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"resources:\n- {Relative(Manifests)}\n{listed}\n", Deadline);
        return await Kubectl.RunAsync(Deadline, "kustomize", folder);
    }

    /// <summary>Writes manifests to a file.</summary>
    protected async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, text, Deadline);
        return file;
    }

    /// <summary>A kubeconfig with a token as the deployment's projected volume holds it.</summary>
    protected async Task<string> KubeconfigAsync()
    {
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 },
        };
        var answer = await Api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/argos/serviceaccounts/argos-mgmt/token", request, Deadline);
        return await WriteAsync("mgmt.kubeconfig", Kubeconfig.Write(SharedServer.Server.Url, SharedServer.Server.AuthorityPem, (string)answer["status"]!["token"]!, "argos"));
    }
}
