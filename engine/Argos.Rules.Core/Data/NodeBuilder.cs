using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>
/// Makes nodes of JSON values. A value is one leaf, except where collections are: the root, <c>kubernetes</c>, and a
/// resource below it, which become branches down to the single Kubernetes objects.
/// </summary>
internal static class NodeBuilder
{
    public const string Kubernetes = "kubernetes";

    /// <param name="path">Where.</param>
    /// <param name="value">What.</param>
    /// <param name="places">Where single objects stand, when the writer said so.</param>
    public static Edited Build(DataPath path, JsonElement value, CollectionPath? places = null)
    {
        var segments = path.Segments;
        if (segments.Length == 0) return BuildMembers(path, value, "the whole data must be an object");
        if (ReservedPath.Refuse(path) is { } reserved) return reserved;
        if (places is not null && places.IsAbove(path)) return BuildMembers(path, value, $"`{path}` must be an object of objects", places);
        if (places is not null && places.IsAt(path)) return path.StartsWith(DataPath.Pods) ? PodLeaf.At(path, value) : JsonLeaf.At(path, value);
        if (segments[0] != Kubernetes || segments.Length > 4) return JsonLeaf.At(path, value);
        if (segments.Length == 1) return BuildMembers(path, value, $"`{path}` must be an object of resources");
        return path.StartsWith(DataPath.Pods) ? BuildPods(path, value) : BuildResource(path, value);
    }

    /// <summary>An object as a branch; each member is built at its own place.</summary>
    public static Edited BuildMembers(DataPath path, JsonElement value, string problem, CollectionPath? places = null)
    {
        if (value.ValueKind != JsonValueKind.Object) return new DataProblem(DataProblemKind.Invalid, problem);
        var children = new List<KeyValuePair<string, DataNode>>();
        foreach (var member in value.EnumerateObject())
        {
            var built = Build(path.Append(member.Name), member.Value, places);
            if (built.Node is not { } node) return built;
            children.Add(new(member.Name, node));
        }
        return Branch.Of(children);
    }

    private static Edited BuildPods(DataPath path, JsonElement value) => path.Segments.Length switch
    {
        2 => BuildMembers(path, value, $"`{path}` must be an object of namespaces"),
        3 => BuildMembers(path, value, $"`{path}` must be an object of pods"),
        _ => PodLeaf.At(path, value),
    };

    /// <summary>What other resources look like is not known here: `kubernetes/keys` is one document, `kubernetes/services` a collection, `kubernetes/nodes` one without namespaces.</summary>
    private static Edited BuildResource(DataPath path, JsonElement value)
    {
        var levels = 4 - path.Segments.Length;
        return levels > 0 && IsCollection(value, levels)
            ? BuildMembers(path, value, "")
            : JsonLeaf.At(path, value);
    }

    private static bool IsCollection(JsonElement value, int levels) =>
        value.ValueKind == JsonValueKind.Object
        && !IsKubernetesObject(value)
        && value.EnumerateObject().All(member => IsKubernetesObject(member.Value) || (levels > 1 && IsCollection(member.Value, levels - 1)));

    private static bool IsKubernetesObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
}
