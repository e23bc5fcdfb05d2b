using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Core.Facts;
using Argos.Rules.Language.Facts;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>The facts of a case. Where a JWKS document belongs, a list of names of <c>keys</c> stands for the document of their public parts.</summary>
internal static class TestFacts
{
    public static StaticFacts Read(JsonObject facts, TestKeys keys, Action<string> report)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (kind, value) in facts)
        {
            var resolved = kind switch
            {
                FactKinds.AthenzKeys => Keys(value, keys, report),
                FactKinds.OidcKeys when value is JsonObject issuers => new JsonObject([.. issuers.Select(i => KeyValuePair.Create(i.Key, Keys(i.Value, keys, report)))]),
                _ => value,
            };
            given[kind] = JsonSerializer.SerializeToElement(resolved, YamlJson.Default.JsonNode);
        }
        return StaticFacts.Read(given, wrong => report($"`facts`: {wrong}"));
    }

    private static JsonNode? Keys(JsonNode? value, TestKeys keys, Action<string> report)
    {
        if (value is not JsonArray names) return value?.DeepClone();
        foreach (var name in names)
        {
            if (name is not JsonValue text || !text.TryGetValue(out string? key) || !keys.Has(key)) report($"`{name}` is not one of `keys`");
        }
        return keys.Jwks([.. names.Select(static n => n is JsonValue text && text.TryGetValue(out string? key) ? key : "")]);
    }
}
