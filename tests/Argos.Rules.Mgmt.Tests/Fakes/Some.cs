using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>Small objects for tests.</summary>
internal static class Some
{
    private static readonly ObjectProjection Projection = ObjectProjection.OfPods([]);

    /// <summary>The keys of every cluster: making a pair takes longer than the rest of a test.</summary>
    public static TokenMint Mint { get; } = new();

    /// <summary>A ConfigMap named <c>namespace/name</c>.</summary>
    public static ConfigMap Map(string name, params (string Key, string Text)[] data) => MapAt(name, null, data);

    public static ConfigMap MapAt(string name, string? path, params (string Key, string Text)[] data) => new(new ObjectName(name.Split('/')[0], name.Split('/')[1]))
    {
        ResourceVersion = "1",
        Path = path,
        Data = data.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Text, StringComparer.Ordinal),
    };

    /// <summary>A ConfigMap as the API server has it.</summary>
    public static ConfigMap MapOf(string json) => new ConfigMapReader().Read(Json(json), out _)!;

    /// <summary>The same ConfigMap with a status annotation.</summary>
    public static ConfigMap With(this ConfigMap map, string? status) =>
        new(map.Name) { Data = map.Data, Path = map.Path, ResourceVersion = map.ResourceVersion, Status = status };

    /// <summary>The same ConfigMap with keys that are not text.</summary>
    public static ConfigMap WithBinary(this ConfigMap map, params string[] keys) =>
        new(map.Name) { Data = map.Data, Broken = keys.ToImmutableSortedDictionary(static key => key, static _ => ConfigMapReader.NoText, StringComparer.Ordinal), Path = map.Path, ResourceVersion = map.ResourceVersion, Status = map.Status };

    /// <summary>A pod named <c>namespace/name</c>.</summary>
    public static ProjectedObject Pod(string name, string ip = "10.0.0.1", string version = "1") =>
        Projection.Read(PodJson(name, ip, version), out _)!;

    public static JsonElement PodJson(string name, string ip = "10.0.0.1", string version = "1") => Json($$$"""
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"namespace":"{{{name.Split('/')[0]}}}","name":"{{{name.Split('/')[1]}}}","uid":"u","resourceVersion":"{{{version}}}","managedFields":[{"manager":"m"}],"labels":{"b":"2","a":"1"},"annotations":{"x":"y"}},
         "spec":{"nodeName":"n","serviceAccountName":"sa","containers":[{"name":"c"}]},
         "status":{"phase":"Running","podIP":"{{{ip}}}","podIPs":[{"ip":"{{{ip}}}"}],"conditions":[]}}
        """);

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Makes a store hold exactly some objects, as a list does.</summary>
    public static void Fill<T>(this Store<T> store, params T[] items)
        where T : CachedObject
    {
        store.Write(new WatchEvent<T>.Init());
        foreach (var item in items) store.Write(new WatchEvent<T>.InitApply(item));
        store.Write(new WatchEvent<T>.InitDone());
    }
}
