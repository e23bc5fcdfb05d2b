using System.Text.Json.Nodes;

namespace Argos.Rules.Cli.Reference;

/// <summary>The forms that our JSON Schemas are made of.</summary>
internal static class SchemaNodes
{
    public const string Draft = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>A map with these keys and no others.</summary>
    public static JsonObject Map(string description, params (string Name, JsonObject Schema)[] members) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(static m => KeyValuePair.Create(m.Name, (JsonNode?)m.Schema))),
        ["additionalProperties"] = false,
    };

    /// <summary>A map with any keys.</summary>
    public static JsonObject MapOf(string description, JsonObject values) =>
        new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = values };

    public static JsonObject ListOf(string description, JsonObject items) =>
        new() { ["description"] = description, ["type"] = "array", ["items"] = items };

    public static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };

    /// <summary>What is a text whatever it looks like.</summary>
    public static JsonObject Scalar(string description) =>
        new() { ["description"] = description, ["type"] = new JsonArray("string", "number", "boolean", "null") };

    public static JsonObject Flag(string description) => new() { ["description"] = description, ["type"] = "boolean" };

    public static JsonObject Word(string description, params IEnumerable<string> words) =>
        new() { ["description"] = description, ["enum"] = new JsonArray([.. words.Select(static w => (JsonNode)w)]) };

    public static JsonObject Any(string description) => new() { ["description"] = description };

    /// <summary>The same, or `null`, which removes it from what a case changes.</summary>
    public static JsonObject OrNull(JsonObject schema) =>
        new()
        {
            ["description"] = schema["description"]?.DeepClone(),
            ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" })
        };

    public static JsonObject Either(string description, params JsonObject[] schemas) =>
        new() { ["description"] = description, ["anyOf"] = new JsonArray([.. schemas]) };

    public static JsonObject Requires(JsonObject schema, params string[] names)
    {
        schema["required"] = new JsonArray([.. names.Select(static n => (JsonNode)n)]);
        return schema;
    }
}
