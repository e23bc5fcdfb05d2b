using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Argos.Rules.TestKit.Auditing;

/// <summary>Checks JSON against a JSON Schema (draft 2020-12), as far as the product's schemas go. A keyword that it does not know is an error, never passed over.</summary>
public sealed class JsonSchemaCheck
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal) { "$schema", "$id", "$defs", "title", "description" };

    private readonly JsonElement _schema;

    /// <param name="schema">The schema's text.</param>
    public JsonSchemaCheck(string schema) => _schema = JsonElement.Parse(schema);

    /// <summary>What does not fit; empty when all does.</summary>
    public IReadOnlyList<string> Problems(JsonElement value)
    {
        var problems = new List<string>();
        Check(_schema, value, "$", problems);
        return problems;
    }

    private void Check(JsonElement schema, JsonElement value, string place, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name)) Check(keyword.Name, keyword.Value, schema, value, place, problems);
        }
    }

    private void Check(string keyword, JsonElement rule, JsonElement schema, JsonElement value, string place, List<string> problems)
    {
        switch (keyword)
        {
            case "type":
                if (!IsType(rule.GetString()!, value)) problems.Add($"{place} is not of type {rule.GetString()}: {value.GetRawText()}");
                break;
            case "const":
                if (!JsonElement.DeepEquals(rule, value)) problems.Add($"{place} is not {rule.GetRawText()}: {value.GetRawText()}");
                break;
            case "enum":
                if (!rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))) problems.Add($"{place} is none of {rule.GetRawText()}: {value.GetRawText()}");
                break;
            case "pattern":
                if (value.ValueKind == JsonValueKind.String && !Regex.IsMatch(value.GetString()!, rule.GetString()!)) problems.Add($"{place} does not fit {rule.GetString()}: {value.GetRawText()}");
                break;
            case "minimum":
                if (value.ValueKind == JsonValueKind.Number && value.GetDouble() < rule.GetDouble()) problems.Add($"{place} is less than {rule.GetRawText()}: {value.GetRawText()}");
                break;
            case "properties":
                CheckMembers(rule, value, place, problems);
                break;
            case "required":
                foreach (var name in rule.EnumerateArray().Select(static n => n.GetString()!))
                {
                    if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(name, out _)) problems.Add($"{place} has no `{name}`");
                }
                break;
            case "additionalProperties":
                CheckOthers(rule, schema, value, place, problems);
                break;
            case "items":
                if (value.ValueKind != JsonValueKind.Array) break;
                foreach (var (index, item) in value.EnumerateArray().Index()) Check(rule, item, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), problems);
                break;
            case "$ref":
                Check(Definition(rule.GetString()!), value, place, problems);
                break;
            case "oneOf":
                CheckOne(rule, value, place, problems);
                break;
            default:
                throw new NotSupportedException($"the schema uses `{keyword}`, which this check does not know");
        }
    }

    private void CheckMembers(JsonElement rule, JsonElement value, string place, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (rule.TryGetProperty(member.Name, out var schema)) Check(schema, member.Value, $"{place}.{member.Name}", problems);
        }
    }

    private void CheckOthers(JsonElement rule, JsonElement schema, JsonElement value, string place, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        foreach (var member in value.EnumerateObject())
        {
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member.Name, out _)) continue;
            if (rule.ValueKind == JsonValueKind.False) problems.Add($"{place} has an unknown member `{member.Name}`");
            else if (rule.ValueKind == JsonValueKind.Object) Check(rule, member.Value, $"{place}.{member.Name}", problems);
        }
    }

    private void CheckOne(JsonElement rule, JsonElement value, string place, List<string> problems)
    {
        var tried = rule.EnumerateArray().Select(one => Tried(one, value, place)).ToArray();
        var fitting = tried.Count(static t => t.Count == 0);
        // The one that comes nearest says most.
        if (fitting == 0) problems.AddRange(tried.MinBy(static t => t.Count)!);
        else if (fitting > 1) problems.Add($"{place} fits {fitting} of the alternatives");
    }

    private List<string> Tried(JsonElement schema, JsonElement value, string place)
    {
        var problems = new List<string>();
        Check(schema, value, place, problems);
        return problems;
    }

    private JsonElement Definition(string reference)
    {
        const string prefix = "#/$defs/";
        if (!reference.StartsWith(prefix, StringComparison.Ordinal)) throw new NotSupportedException($"`{reference}` leads elsewhere");
        return _schema.GetProperty("$defs").GetProperty(reference[prefix.Length..]);
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => throw new NotSupportedException($"the schema uses type `{type}`, which this check does not know"),
    };
}
