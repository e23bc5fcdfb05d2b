using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.System.Tests.Cluster;

/// <summary>The release file on a cluster that has an older version, and back.</summary>
internal sealed class UpgradeTests : ClusterTest
{
    private const string Status = """{"identityd-1":{"state":"active","keys":{}}}""";

    [Test]
    public async Task Release_over_an_older_version_changes_the_product_and_nothing_of_the_operator()
    {
        var release = await RenderAsync("own-settings");
        var (old, now) = (await WriteAsync("old.yaml", Older(release)), await WriteAsync("now.yaml", release));
        await Kubectl.RunAsync(Deadline, "apply", "-f", old, "-f", Path.Combine(Manifests, "settings.yaml"));
        await OperateAsync();
        var own = await OwnAsync();

        var first = await Kubectl.RunAsync(Deadline, "apply", "-f", now);
        var versions = await VersionsAsync(now);
        await Kubectl.RunAsync(Deadline, "apply", "-f", now);
        var again = await VersionsAsync(now);
        var upgraded = await ProductAsync();
        await Kubectl.RunAsync(Deadline, "apply", "-f", old);
        var back = await ProductAsync();

        Assert.That(release, Does.Not.Contain("  name: k8s.cluster1.identityd\n"), "an upgrade must not bring sample settings");
        Assert.That(first, Does.Contain("configmap/policy-kubernetes configured").And.Contain("deployment.apps/identityd configured").And.Contain("role.rbac.authorization.k8s.io/argos-mgmt configured"));
        // kubectl itself says `configured` of a list to which somebody has added something; the object does not move.
        Assert.That(again, Is.EqualTo(versions), "a second apply must change nothing");
        Assert.That(upgraded, Is.EqualTo(($"argos-rules/engine:{BuiltOutput.Version}", "ARGOS_Own__Setting", false, 2, Status)));
        Assert.That(back, Is.EqualTo(("argos-rules/engine:0.0.9", "ARGOS_Own__Setting", true, 1, Status)), "the way back is the same");
        Assert.That(await OwnAsync(), Is.EqualTo(own), "settings, own policies and Secrets are not touched by either");
    }

    [Test]
    public async Task Program_can_be_rolled_out_before_the_policies_that_need_it()
    {
        var release = await RenderAsync("own-settings");
        await Kubectl.RunAsync(Deadline, "apply", "-f", await WriteAsync("old.yaml", Older(release)));
        var now = await WriteAsync("now.yaml", release);

        await Kubectl.RunAsync(Deadline, "apply", "-f", now, "-l", "!argos.athenz.io/policy");
        var (image, _, isOldPolicy, _, _) = await ProductAsync();
        await Kubectl.RunAsync(Deadline, "apply", "-f", now);

        Assert.That((image, isOldPolicy), Is.EqualTo(($"argos-rules/engine:{BuiltOutput.Version}", true)));
        Assert.That((await ProductAsync()).OldPolicy, Is.False);
    }

    /// <summary>Another image, another policy, fewer rights.</summary>
    private static string Older(string release)
    {
        var documents = release.Split("\n---\n").Select(static document =>
            document.Contains("kind: Role\nmetadata:", StringComparison.Ordinal) ? document[..document.LastIndexOf("- apiGroups:", StringComparison.Ordinal)]
            : document.Contains("name: policy-kubernetes\n", StringComparison.Ordinal) ? document.Replace("  kubernetes.csx: |\n", "  kubernetes.csx: |\n    // an older text\n", StringComparison.Ordinal)
            : document);
        return string.Join("\n---\n", documents).Replace($":{BuiltOutput.Version}", ":0.0.9", StringComparison.Ordinal);
    }

    /// <summary>What happens between installation and upgrade.</summary>
    private async Task OperateAsync()
    {
        const string maps = "/api/v1/namespaces/argos/configmaps";
        await Api.SendAsync(HttpMethod.Patch, $"{maps}/k8s.cluster1.identityd", new JsonObject { ["data"] = new JsonObject { ["settings.yaml"] = "issuer: https://mine.example.com\n" } }, Deadline);
        await Api.SendAsync(HttpMethod.Post, maps, Map("own-policy", "own.csx", "return Deny(\"own\");"), Deadline);
        await Api.SendAsync(HttpMethod.Patch, $"{maps}/policy-kubernetes", new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["argos.athenz.io/status"] = Status } } }, Deadline);
        await Kubectl.RunAsync(Deadline, "-n", "argos", "set", "env", "deployment/identityd", "-c", "engine", "ARGOS_Own__Setting=1");
        await Kubectl.TryAsync(Deadline, "-n", "argos", "create", "secret", "generic", "identityd-tls", "--from-literal=ca.crt=none");
    }

    private static JsonObject Map(string name, string key, string text) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["argos.athenz.io/policy"] = "csharp" } },
        ["data"] = new JsonObject { [key] = text },
    };

    private Task<string> VersionsAsync(string file) =>
        Kubectl.RunAsync(Deadline, "get", "-f", file, "-o", "jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}");

    private async Task<string> OwnAsync()
    {
        List<string> versions = [];
        foreach (var path in new[] { "configmaps/k8s.cluster1.identityd", "configmaps/own-policy", "secrets/identityd-tls" })
        {
            var one = await Api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/argos/{path}", null, Deadline);
            versions.Add($"{path} {(string?)one["metadata"]!["resourceVersion"]}");
        }
        return string.Join('\n', versions);
    }

    private async Task<(string Image, string? OwnSetting, bool OldPolicy, int Rules, string? Status)> ProductAsync()
    {
        var engine = (await Api.SendAsync(HttpMethod.Get, "/apis/apps/v1/namespaces/argos/deployments/identityd", null, Deadline))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        var policy = await Api.SendAsync(HttpMethod.Get, "/api/v1/namespaces/argos/configmaps/policy-kubernetes", null, Deadline);
        var role = await Api.SendAsync(HttpMethod.Get, "/apis/rbac.authorization.k8s.io/v1/namespaces/argos/roles/argos-mgmt", null, Deadline);
        return (
            (string)engine["image"]!,
            engine["env"]!.AsArray().Select(static variable => (string?)variable!["name"]).FirstOrDefault(static name => name!.StartsWith("ARGOS_Own", StringComparison.Ordinal)),
            ((string)policy["data"]!["kubernetes.csx"]!).StartsWith("// an older text", StringComparison.Ordinal),
            role["rules"]!.AsArray().Count,
            (string?)policy["metadata"]!["annotations"]!["argos.athenz.io/status"]);
    }
}
