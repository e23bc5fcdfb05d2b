using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>
/// Gathers the objects of one file's manifests. One that cannot be used is named, and the others are taken: but ConfigMaps only if all of them can be, for a policy that
/// is lost because of a slip elsewhere could be the one that refuses.
/// </summary>
internal sealed class ManifestReader(SourceOptions options)
{
    // Lists lie in lists seldom, and never deep.
    private const int DeepestList = 4;
    private const int MaximumProblems = 20;

    private readonly ObjectProjection _projection = ObjectProjection.OfPods(options.ExtraPodFields);
    private readonly ConfigMapReader _maps = new();
    private readonly ImmutableArray<ConfigMap>.Builder _policies = ImmutableArray.CreateBuilder<ConfigMap>();
    private readonly ImmutableArray<ConfigMap>.Builder _data = ImmutableArray.CreateBuilder<ConfigMap>();
    private readonly ImmutableArray<ProjectedObject>.Builder _pods = ImmutableArray.CreateBuilder<ProjectedObject>();
    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
    private int _more;
    private bool _mapsBroken;

    /// <summary>Takes one document of the file.</summary>
    /// <param name="document">Its JSON.</param>
    /// <param name="place">Where it stands, for people.</param>
    public void Add(ReadOnlyMemory<byte> document, string place)
    {
        using var json = JsonDocument.Parse(document);
        Add(json.RootElement, place, "", 0);
    }

    /// <summary>What the file says.</summary>
    public FileContent ToContent() => new()
    {
        Policies = _policies.ToImmutable(),
        Data = _data.ToImmutable(),
        Pods = _pods.ToImmutable(),
        Problems = _more == 0 ? _problems.ToImmutable() : [.. _problems, $"and {_more} more problems"],
        MapsAreBroken = _mapsBroken,
    };

    private void Add(JsonElement manifest, string place, string kindOfList, int depth)
    {
        if (manifest.ValueKind != JsonValueKind.Object)
            Refuse(place, "it is not a manifest, but must be a mapping with `kind`", mayBeMap: true);
        else if (!manifest.TryGetProperty("kind", out var kind)) AddAs(manifest, kindOfList, place, depth);
        else if (kind.ValueKind != JsonValueKind.String) Refuse(place, JsonTypes.Text("kind", kind) ?? "", mayBeMap: true);
        else AddAs(manifest, kind.GetString()!, place, depth);
    }

    private void AddAs(JsonElement manifest, string kind, string place, int depth)
    {
        switch (kind)
        {
            case "":
                Refuse(place, "it is not a manifest: `kind` is missing", mayBeMap: true);
                break;
            case "List" or "PodList" or "ConfigMapList":
                AddAll(manifest, kind, place, depth);
                break;
            case "Pod":
                manifest = InNamespace(manifest);
                if (_projection.Read(manifest, out var podProblem) is { } pod) _pods.Add(pod);
                else Refuse(Named(kind, manifest, place), podProblem!, mayBeMap: false);
                break;
            case "ConfigMap":
                AddMap(InNamespace(manifest), place);
                break;
            default:
                // Of no concern here: a folder may hold the manifests of everything.
                break;
        }
    }

    private void AddMap(JsonElement manifest, string place)
    {
        if (_maps.Read(manifest, out var problem) is not { } map)
        {
            Refuse(Named("ConfigMap", manifest, place), problem!, mayBeMap: true);
            return;
        }
        var labels = manifest.GetProperty("metadata").TryGetProperty("labels", out var found) ? found : default;
        if (Matches(labels, options.PolicyLabel)) _policies.Add(map);
        if (Matches(labels, options.DataLabel)) _data.Add(map);
        if (!Matches(labels, options.PolicyLabel) && !Matches(labels, options.DataLabel)) return;
        foreach (var (key, broken) in map.Broken) Refuse($"{Named("ConfigMap", manifest, place)}, key `{key}`", broken, mayBeMap: false);
    }

    // The items of a list as the API server writes it have no kind of their own.
    private void AddAll(JsonElement list, string kind, string place, int depth)
    {
        if (!list.TryGetProperty("items", out var items) || items.ValueKind == JsonValueKind.Null) return;
        if (items.ValueKind != JsonValueKind.Array || depth == DeepestList)
        {
            Refuse(place, depth == DeepestList ? "lists lie in lists too deep" : JsonTypes.Wrong("items", "a list", items), mayBeMap: kind != "PodList");
            return;
        }
        var index = 0;
        foreach (var item in items.EnumerateArray()) Add(item, $"{place}, items[{index++}]", kind == "List" ? "" : kind[..^"List".Length], depth + 1);
    }

    private void Refuse(string what, string problem, bool mayBeMap)
    {
        _mapsBroken |= mayBeMap;
        if (_problems.Count < MaximumProblems) _problems.Add($"{what}: {problem}");
        else _more++;
    }

    private static string Named(string kind, JsonElement manifest, string place) => ObjectMetadata.NameOf(manifest) is { } name ? $"{place}, {kind} {name}" : $"{place}, {kind}";

    // As kubectl: what names no namespace is in `default`.
    private static JsonElement InNamespace(JsonElement manifest)
    {
        if (ObjectMetadata.NameOf(manifest) is not { Namespace.Length: 0 }) return manifest;
        var metadata = manifest.GetProperty("metadata");
        if (metadata.TryGetProperty("namespace", out var said) && said.ValueKind is not (JsonValueKind.Null or JsonValueKind.String)) return manifest;
        var node = System.Text.Json.Nodes.JsonObject.Create(manifest)!;
        node["metadata"]!["namespace"] = "default";
        return JsonSerializer.SerializeToElement(node, ManifestJson.Default.JsonObject);
    }

    private static bool Matches(JsonElement labels, string selector)
    {
        var parts = selector.Split('=', 2);
        return labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(parts[0], out var value) && value.ValueEquals(parts[^1]);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ManifestJson : System.Text.Json.Serialization.JsonSerializerContext;
