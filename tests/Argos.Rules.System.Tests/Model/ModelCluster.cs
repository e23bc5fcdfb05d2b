using System.Text.Json.Nodes;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;

namespace Argos.Rules.System.Tests.Model;

/// <summary>The cluster as the model has it; every change goes to the API server at the same time.</summary>
internal sealed class ModelCluster
{
    /// <summary>The pods that are always there: one that is allowed, and two that only a complete set refuses.</summary>
    public static readonly ModelPod Steady = new("always", "steady", "uid-steady");
    public static readonly ModelPod Guarded = new("always", "guarded", "uid-guarded");
    public static readonly ModelPod Blocked = new("always", "blocked", "uid-blocked");

    private readonly ObjectStore _objects;
    private readonly Dictionary<(string, string), ModelMap> _maps = [];
    private readonly Dictionary<(string, string), (ModelPod Pod, JsonObject Manifest)> _pods = [];
    private readonly HashSet<(string, string)> _past = [];
    private readonly List<(string Path, JsonNode Document)> _pastDocuments = [];
    private readonly List<ModelPod> _gone = [];
    private int _uid;

    public ModelCluster(FakeApiServer server)
    {
        _objects = server.Objects;
        foreach (var pod in new[] { Steady, Guarded, Blocked }) Put(pod, 0);
        Put(new ModelMap("team", "allow", MapKind.Policy) { Keys = Keys(("allow.csx", ModelTexts.Allow)) });
        Put(new ModelMap("team", "guard", MapKind.Policy) { Keys = Keys(("guard.csx", ModelTexts.Guard), ("z-list.csx", ModelTexts.BlockList)) });
        Put(new ModelMap("team", "blocked", MapKind.Data) { Path = "security/blocked", Keys = Keys(("list.json", "{\"names\":[\"blocked\"]}")) });
    }

    public IEnumerable<ModelMap> Maps => _maps.Values;

    public IEnumerable<ModelPod> Pods => _pods.Values.Select(static pod => pod.Pod);

    /// <summary>Pods that are no more.</summary>
    public IReadOnlyList<ModelPod> Gone => _gone;

    public Expectation Expected => Expectation.Of(_maps.Values);

    /// <summary>Whether a policy ever had a text.</summary>
    public bool WasWanted(string id, string text) => _past.Contains((id, text));

    /// <summary>Whether a document was ever wanted in a place; the order of its members says nothing.</summary>
    public bool WasWanted(string path, JsonNode document) => _pastDocuments.Exists(past => past.Path == path && JsonNode.DeepEquals(past.Document, document));

    public IReadOnlyDictionary<string, string> ExpectedPods => _pods.ToDictionary(static pod => $"{pod.Key.Item1}/{pod.Key.Item2}", static pod => Summary(pod.Value.Manifest), StringComparer.Ordinal);

    /// <summary>What matters of a pod, on one line.</summary>
    public static string Summary(JsonNode pod)
    {
        var (metadata, status) = (pod["metadata"]!, pod["status"]);
        return string.Join('|', metadata["uid"], status?["phase"], status?["podIP"], metadata["labels"]?.ToJsonString(), metadata["deletionTimestamp"]);
    }

    public ModelMap? Find(string @namespace, string name) => _maps.GetValueOrDefault((@namespace, name));

    public void Put(ModelMap map)
    {
        _maps[(map.Namespace, map.Name)] = map;
        var now = Expected;
        foreach (var (id, text) in now.Policies)
            if (text is not null) _past.Add((id, text));
        foreach (var (path, document) in now.Documents)
            if (document is not null) _pastDocuments.Add((path, document));
        _objects.Apply(map.Manifest());
    }

    public void Remove(ModelMap map)
    {
        _maps.Remove((map.Namespace, map.Name));
        _objects.Remove(ResourceKind.ConfigMaps, map.Namespace, map.Name);
    }

    /// <summary>A pod of a name, as the scheduler and the kubelet would change it; a new one when there is none.</summary>
    public void Put(string @namespace, string name, int variant)
    {
        var pod = _pods.TryGetValue((@namespace, name), out var present) ? present.Pod : new ModelPod(@namespace, name, $"uid-{_uid++}");
        Put(pod, variant);
    }

    public void Remove(ModelPod pod)
    {
        _pods.Remove((pod.Namespace, pod.Name));
        _gone.Add(pod);
        _objects.Remove(ResourceKind.Pods, pod.Namespace, pod.Name);
    }

    private static global::System.Collections.Immutable.ImmutableSortedDictionary<string, ModelText> Keys(params (string Key, string Text)[] keys) =>
        global::System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, keys.Select(static key => KeyValuePair.Create(key.Key, new ModelText(key.Text))));

    private void Put(ModelPod pod, int variant)
    {
        var metadata = new JsonObject { ["namespace"] = pod.Namespace, ["name"] = pod.Name, ["uid"] = pod.Uid, ["labels"] = new JsonObject { ["v"] = $"{variant % 3}" } };
        if (variant % 5 == 4) metadata["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["serviceAccountName"] = pod.Name, ["nodeName"] = "node" },
            ["status"] = new JsonObject { ["phase"] = variant % 7 == 6 ? "Succeeded" : "Running", ["podIP"] = $"10.0.0.{variant % 4}", ["message"] = $"not replicated {variant}" },
        };
        _pods[(pod.Namespace, pod.Name)] = (pod, manifest);
        _objects.Apply(manifest.ToJsonString());
    }
}

/// <summary>A pod by what tells it from every other.</summary>
internal sealed record ModelPod(string Namespace, string Name, string Uid);
