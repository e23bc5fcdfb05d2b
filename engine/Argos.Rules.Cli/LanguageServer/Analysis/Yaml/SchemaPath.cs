using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argos.Rules.Cli.LanguageServer.Analysis.Yaml;

/// <summary>A property of a schema.</summary>
internal sealed record SchemaProperty(string Name, string? Type, string? Description);

/// <summary>Walks through a JSON Schema of the forms that are used here: properties, items, alternatives and definitions.</summary>
internal static class SchemaPath
{
    private const int MaximumAlternatives = 32;

    /// <summary>The schemas that hold at a path.</summary>
    public static ImmutableArray<JsonObject> Follow(JsonObject root, ImmutableArray<string> path) =>
        path.Aggregate(Alternatives(root, root), (here, name) => [.. here.SelectMany(s => Step(root, s, name)).Take(MaximumAlternatives)]);

    /// <summary>Those of a member, or of the items of a list.</summary>
    public static ImmutableArray<JsonObject> Step(JsonObject root, JsonObject schema, string name)
    {
        var next = name == YamlPlace.Item ? schema["items"]
            : (schema["properties"] as JsonObject)?[name] ?? schema["additionalProperties"];
        return next is JsonObject found ? Alternatives(root, found) : [];
    }

    public static IEnumerable<SchemaProperty> Properties(JsonObject schema) => (schema["properties"] as JsonObject ?? [])
        .Select(static p => new SchemaProperty(p.Key, Text(p.Value, "type"), Text(p.Value, "description")));

    /// <summary>The values that a schema names.</summary>
    public static IEnumerable<string> Values(JsonObject schema)
    {
        foreach (var value in schema["enum"] as JsonArray ?? []) if (value is not null) yield return value.ToString();
        if (schema["const"] is { } only) yield return only.ToString();
        if (Text(schema, "type") != "boolean") yield break;
        yield return "true";
        yield return "false";
    }

    /// <summary>A schema with its alternatives, each in the place of a reference to it.</summary>
    private static ImmutableArray<JsonObject> Alternatives(JsonObject root, JsonObject schema)
    {
        var found = new List<JsonObject>();
        var open = new Stack<JsonObject>([schema]);
        while (open.TryPop(out var next) && found.Count < MaximumAlternatives)
        {
            if (next["$ref"]?.GetValue<string>() is { } reference)
            {
                var name = reference[(reference.LastIndexOf('/') + 1)..];
                if ((root["$defs"] as JsonObject)?[name] is JsonObject defined && !found.Contains(defined)) open.Push(defined);
                continue;
            }
            found.Add(next);
            foreach (var word in (string[])["anyOf", "oneOf", "allOf"])
            {
                foreach (var other in (next[word] as JsonArray ?? []).OfType<JsonObject>()) open.Push(other);
            }
        }
        return [.. found];
    }

    private static string? Text(JsonNode? schema, string member) =>
        schema is JsonObject found && found[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
