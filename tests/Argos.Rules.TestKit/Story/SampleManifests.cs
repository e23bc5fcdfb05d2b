using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.TestKit.Story;

/// <summary>The objects of the sample cluster as manifests.</summary>
public static class SampleManifests
{
    private const string Node = "node-1";
    private const string NodeIp = "192.0.2.10";

    /// <summary>The stock policy in a ConfigMap.</summary>
    public static JsonObject Policy() => ConfigMap("kubernetes-policy", "argos.athenz.io/policy", "csharp",
        ("policy.csx", File.ReadAllText(Path.Combine(BuiltOutput.Root, "policies", "kubernetes", "policy.csx"))));

    /// <summary>The settings of the provider.</summary>
    public static JsonObject Settings(string issuer)
    {
        var settings = new JsonObject
        {
            ["issuer"] = issuer,
            ["audience"] = SampleNames.Audience,
            ["dnsSuffixes"] = new JsonArray(SampleNames.DnsSuffix),
            ["domainMapping"] = new JsonObject { ["mode"] = "dash-to-dot" },
            ["clientIp"] = "podIP",
            ["requireSanIp"] = true,
            ["certExpiryMinutes"] = SampleNames.CertExpiryMinutes,
        };
        var map = ConfigMap(SampleNames.Provider, "argos.athenz.io/data", "json", ("settings.json", settings.ToJsonString()));
        map["metadata"]!["annotations"] = new JsonObject { ["argos.athenz.io/path"] = $"providers/{SampleNames.Provider}" };
        return map;
    }

    /// <summary>A running pod.</summary>
    public static JsonObject Pod(SamplePod pod, DateTimeOffset created) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = pod.Name,
            ["namespace"] = pod.Namespace,
            ["uid"] = pod.Uid,
            ["creationTimestamp"] = Time(created),
            ["labels"] = new JsonObject { ["app"] = pod.ServiceAccount },
        },
        ["spec"] = Spec(pod),
        ["status"] = Status(pod, created),
    };

    /// <summary>A pod as a client creates it.</summary>
    public static JsonObject NewPod(SamplePod pod) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = pod.Name, ["labels"] = new JsonObject { ["app"] = pod.ServiceAccount } },
        ["spec"] = Spec(pod),
    };

    /// <summary>What the kubelet would report.</summary>
    public static JsonObject Status(SamplePod pod, DateTimeOffset started) => new()
    {
        ["phase"] = "Running",
        ["podIP"] = pod.Ip,
        ["podIPs"] = new JsonArray([.. pod.MoreIps.Prepend(pod.Ip).Select(ip => new JsonObject { ["ip"] = ip })]),
        ["hostIP"] = NodeIp,
        ["startTime"] = Time(started),
    };

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Spec(SamplePod pod) => new()
    {
        ["serviceAccountName"] = pod.ServiceAccount,
        ["nodeName"] = Node,
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "registry.example.com/app:1" }),
    };

    private static JsonObject ConfigMap(string name, string label, string value, params (string Key, string Text)[] data) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = SampleNames.Namespace, ["labels"] = new JsonObject { [label] = value } },
        ["data"] = new JsonObject(data.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Text))),
    };
}
