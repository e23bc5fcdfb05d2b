using System.Text;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Kubernetes.Verbs;

/// <summary>What the real server refuses of an object that a client writes.</summary>
internal static class ObjectChecks
{
    private const int MaximumAnnotationBytes = 256 * 1024;

    public static JsonObject Check(JsonObject json)
    {
        var kind = (string?)json["kind"];
        foreach (var map in (string[])["labels", "annotations"]) CheckTexts(kind, $"ObjectMeta.metadata.{map}", json["metadata"]?[map]);
        if (kind == "ConfigMap") CheckTexts(kind, "ConfigMap.data", json["data"]);
        var size = json["metadata"]?["annotations"] is JsonObject all ? all.Sum(static one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount((string?)one.Value ?? "")) : 0;
        if (size > MaximumAnnotationBytes)
            throw ApiFailure.Invalid(
                $"{kind} \"{json["metadata"]!["name"]}\" is invalid: metadata.annotations: Too long: may not be more than "
                + $"{MaximumAnnotationBytes} bytes");
        return json;
    }

    private static void CheckTexts(string? kind, string field, JsonNode? texts)
    {
        if (texts is null) return;
        if (texts is not JsonObject map || map.Any(static one => one.Value is not null && (one.Value is not JsonValue value || !value.TryGetValue<string>(out _))))
            throw ApiFailure.BadRequest($"{kind} in version \"v1\" cannot be handled as a {kind}: json: cannot unmarshal into Go struct field {field} of type string");
    }
}
