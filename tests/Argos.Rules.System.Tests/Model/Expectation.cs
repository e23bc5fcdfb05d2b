using System.Text.Json.Nodes;

namespace Argos.Rules.System.Tests.Model;

/// <summary>What the engine should hold: a function of the cluster as it is now. Written again from the documentation, not with mgmt's code.</summary>
/// <param name="Policies">The texts by id; <see langword="null"/> for a key that is broken now.</param>
/// <param name="Documents">The documents by path; <see langword="null"/> for a key that is broken now.</param>
internal sealed record Expectation(IReadOnlyDictionary<string, string?> Policies, IReadOnlyDictionary<string, JsonNode?> Documents)
{
    /// <summary>The namespaces that mgmt is told to read; ConfigMaps elsewhere are nothing to it.</summary>
    public static readonly string[] Namespaces = ["team", "shop"];

    public static Expectation Of(IEnumerable<ModelMap> maps)
    {
        var policies = new Dictionary<string, string?>(StringComparer.Ordinal);
        var documents = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var map in maps.Where(static map => Namespaces.Contains(map.Namespace)).OrderBy(static map => map.Namespace, StringComparer.Ordinal).ThenBy(static map => map.Name, StringComparer.Ordinal))
        {
            if (map.Kind == MapKind.Policy) AddPolicies(map, policies);
            if (map.Kind == MapKind.Data) AddDocuments(map, documents);
        }
        return new Expectation(policies, documents);
    }

    public static JsonNode Value(string key, string text) =>
        key.EndsWith(".yaml", StringComparison.Ordinal) ? new JsonObject { ["v"] = int.Parse(text.Split('\n')[0][3..], global::System.Globalization.CultureInfo.InvariantCulture), ["of"] = "yaml" } : JsonNode.Parse(text)!;

    private static void AddPolicies(ModelMap map, Dictionary<string, string?> policies)
    {
        foreach (var (key, text) in map.Keys)
            if (key.EndsWith(".csx", StringComparison.Ordinal)) policies[$"{map.Namespace}/{map.Name}/{key}"] = text.Good ? text.Text : null;
    }

    // The first in the order of names has the place; neither above nor below it can another be.
    private static void AddDocuments(ModelMap map, Dictionary<string, JsonNode?> documents)
    {
        foreach (var (key, text) in map.Keys)
        {
            var path = PathOf(map, key);
            if (documents.Keys.Any(taken => IsWithin(taken, path) || IsWithin(path, taken))) continue;
            documents[path] = text.Good ? Value(key, text.Text) : null;
        }
    }

    private static string PathOf(ModelMap map, string key)
    {
        var name = key[..key.LastIndexOf('.')];
        if (map.Path is null) return $"{map.Namespace}/{map.Name}/{name}";
        return map.Keys.Count > 1 ? $"{map.Path}/{name}" : map.Path;
    }

    private static bool IsWithin(string path, string place) => (path + "/").StartsWith(place + "/", StringComparison.Ordinal);
}
