using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>Pods by number, as a deployment of some size makes them: long names, a few labels, nodes and templates that many share, and much that is not replicated.</summary>
internal static class NumberedPod
{
    private const int Namespaces = 100;
    private const int Nodes = 250;
    private static readonly DateTimeOffset Created = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public static string Namespace(int index) => Text($"team{index % Namespaces}-sports");

    public static string Name(int index) => Text($"checkout-api-{Template(index)}-{(uint)(index * 7919) % 0xfffff:x5}");

    public static string Uid(int index) => Text($"5f1d6e1e-0000-4000-8000-{index:x12}");

    public static string Ip(int index) => Text($"10.{(index >> 16) & 255}.{(index >> 8) & 255}.{index & 255}");

    /// <summary>What tells a revision apart: a second address. The first one stays, so that a decision about the pod does too.</summary>
    public static string Mark(int revision) => Text($"fd00::{revision + 1:x}");

    /// <summary>The object as the API server has it.</summary>
    public static JsonObject Manifest(int index, int revision = 0)
    {
        var sample = new SamplePod(Namespace(index), Name(index), "api", Ip(index)) { Uid = Uid(index), MoreIps = [Mark(revision)] };
        var pod = SampleManifests.Pod(sample, Created.AddSeconds(index));
        pod["metadata"]!["labels"] = Labels(index);
        pod["metadata"]!["annotations"] = new JsonObject { ["example.com/checksum"] = Text($"{index * 31:x32}") };
        var spec = (JsonObject)pod["spec"]!;
        spec["nodeName"] = Text($"ip-10-1-{index % Nodes}-7.ec2.internal");
        spec["containers"] = new JsonArray(Container("main"), Container("proxy"));
        pod["status"]!["hostIP"] = Text($"10.1.{index % Nodes}.7");
        return pod;
    }

    /// <summary>The object as it is replicated.</summary>
    public static JsonObject Replicated(int index)
    {
        var pod = Manifest(index);
        foreach (var member in new[] { "apiVersion", "kind" }) pod.Remove(member);
        ((JsonObject)pod["metadata"]!).Remove("annotations");
        ((JsonObject)pod["spec"]!).Remove("containers");
        return pod;
    }

    /// <summary>The object as a client creates it; its uid is the server's.</summary>
    public static JsonObject ToCreate(int index)
    {
        var pod = Manifest(index);
        pod.Remove("status");
        foreach (var member in new[] { "uid", "creationTimestamp" }) ((JsonObject)pod["metadata"]!).Remove(member);
        ((JsonObject)pod["spec"]!).Remove("nodeName");
        return pod;
    }

    private static JsonObject Labels(int index) => new()
    {
        ["app"] = Text($"checkout-api-{index / 20 % 500}"),
        ["app.kubernetes.io/part-of"] = "shop",
        ["pod-template-hash"] = Template(index),
        ["version"] = Text($"v{index / 20 % 7}"),
    };

    private static JsonObject Container(string name) => new()
    {
        ["name"] = name,
        ["image"] = $"registry.example.com/shop/{name}@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        ["env"] = new JsonArray([.. Enumerable.Range(0, 6).Select(i => new JsonObject { ["name"] = Text($"SETTING_{i}"), ["value"] = Text($"https://service-{i}.example.com/path") })]),
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" } },
    };

    private static string Template(int index) => Text($"{(index / 20 * 40_503) & 0xfffffff:x8}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
