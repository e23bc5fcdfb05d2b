using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Model;

/// <summary>Whether the engine holds what the model says.</summary>
internal static class Comparison
{
    /// <summary>The first difference, or <see langword="null"/>.</summary>
    public static string? Differences(ModelCluster cluster, ModelEngine engine, TokenMint mint)
    {
        var expected = cluster.Expected;
        return Policies(cluster, expected, engine.Policies) ?? Data(cluster, expected, engine.Data(), mint);
    }

    private static string? Policies(ModelCluster cluster, Expectation expected, IReadOnlyDictionary<string, string> held)
    {
        foreach (var (id, text) in expected.Policies)
        {
            var has = held.GetValueOrDefault(id);
            // A broken text leaves the last good one in force, or none.
            if (text is null ? has is null || cluster.WasWanted(id, has) : has == text) continue;
            return $"policy {id} is {Show(has)} and should be {Show(text)}";
        }
        return held.Keys.FirstOrDefault(id => !expected.Policies.ContainsKey(id)) is { } extra ? $"policy {extra} should be gone" : null;
    }

    private static string? Data(ModelCluster cluster, Expectation expected, JsonObject held, TokenMint mint)
    {
        var kubernetes = held["kubernetes"]?.AsObject() ?? [];
        held.Remove("kubernetes");
        var wanted = new JsonObject();
        foreach (var (path, document) in expected.Documents)
        {
            var has = At(held, path);
            if (document is not null) Place(wanted, path, document);
            else if (has is not null && cluster.WasWanted(path, has)) Place(wanted, path, has);
        }
        Prune(held);
        if (!JsonNode.DeepEquals(held, wanted)) return $"the documents are {held.ToJsonString()} and should be {wanted.ToJsonString()}";
        if (!JsonNode.DeepEquals(kubernetes["keys"], JsonNode.Parse(mint.Jwks()))) return "the keys differ";
        return Pods(cluster.ExpectedPods, kubernetes["pods"]?.AsObject() ?? []);
    }

    private static string? Pods(IReadOnlyDictionary<string, string> expected, JsonObject held)
    {
        var summaries = held.SelectMany(static space => space.Value!.AsObject().Select(pod => (Name: $"{space.Key}/{pod.Key}", Text: ModelCluster.Summary(pod.Value!))))
            .ToDictionary(static pod => pod.Name, static pod => pod.Text, StringComparer.Ordinal);
        foreach (var (name, summary) in expected)
            if (summaries.GetValueOrDefault(name) is var has && has != summary) return $"pod {name} is {has ?? "missing"} and should be {summary}";
        return summaries.Keys.FirstOrDefault(name => !expected.ContainsKey(name)) is { } extra ? $"pod {extra} should be gone" : null;
    }

    private static JsonNode? At(JsonNode root, string path) => path.Split('/').Aggregate((JsonNode?)root, static (node, key) => (node as JsonObject)?[key]);

    private static void Place(JsonObject root, string path, JsonNode document)
    {
        var segments = path.Split('/');
        var node = root;
        foreach (var segment in segments[..^1]) node = (node[segment] ??= new JsonObject()).AsObject();
        node[segments[^1]] = document.DeepClone();
    }

    // A branch that a removed document leaves behind says nothing.
    private static void Prune(JsonObject node)
    {
        foreach (var (key, child) in node.ToArray())
        {
            if (child is not JsonObject branch) continue;
            Prune(branch);
            if (branch.Count == 0) node.Remove(key);
        }
    }

    private static string Show(string? text) => text is null ? "missing or broken" : $"`{text.ReplaceLineEndings(" ")}`";
}
