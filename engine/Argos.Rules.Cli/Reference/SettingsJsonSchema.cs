using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Cli.Reference;

/// <summary>
/// A JSON Schema of the settings document of one provider, for editors: what the engine refuses as unknown, ill-typed or missing is red there. The engine's own check
/// stays what decides: a few formats have no pattern.
/// </summary>
internal static class SettingsJsonSchema
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";
    private const int MaximumPolicies = 16;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema for a provider to which all of these policies apply.</summary>
    public static string Write(PolicySet policies) => Of(policies).ToJsonString(Readable);

    /// <summary>The same, to be built in.</summary>
    public static JsonObject Of(PolicySet policies)
    {
        SettingDeclaration[] all = [.. policies.All.SelectMany(static policy => policy.FrontMatter.Settings.All)];
        var properties = new JsonObject();
        // A setting that several policies declare must suit all of them.
        foreach (var same in all.GroupBy(static setting => setting.Name, StringComparer.Ordinal))
        {
            JsonNode[] forms = [.. same.Select(Described).DistinctBy(static form => form.ToJsonString())];
            properties[same.Key] = forms is [var only] ? only : new JsonObject { ["allOf"] = new JsonArray(forms) };
        }
        properties[ReservedSettings.Policies] = new JsonObject
        {
            ["description"] = "policies that apply to the provider too, whatever their own `providers` say",
            ["type"] = "array",
            ["items"] = Text(),
            ["minItems"] = 1,
            ["maxItems"] = MaximumPolicies,
        };
        properties[ReservedSettings.Schema] = new JsonObject { ["type"] = "string" };
        var schema = new JsonObject
        {
            ["$schema"] = Draft,
            ["title"] = $"Settings of a provider with {string.Join(", ", policies.All.Select(static policy => $"`{policy.Id}`"))}",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(all.Where(static setting => setting.Required)),
            ["additionalProperties"] = false,
        };
        JsonNode[] either = [.. all.Where(static setting => setting.RequiredUnless is not null).Select(static setting => new[] { setting.Name, setting.RequiredUnless! }.Order(StringComparer.Ordinal).ToArray())
            .DistinctBy(static pair => string.Join('\n', pair)).Select(static pair => new JsonObject { ["anyOf"] = new JsonArray([.. pair.Select(static name => new JsonObject { ["required"] = new JsonArray(name) })]) })];
        if (either.Length > 0) schema["allOf"] = new JsonArray(either);
        return schema;
    }

    private static JsonObject Described(SettingDeclaration setting)
    {
        var form = Form(setting);
        if (setting.Help is { } help) form.Insert(0, "description", help);
        if (setting.Default.Exists) form["default"] = JsonNode.Parse(setting.Default.ToString());
        return form;
    }

    private static JsonObject Form(SettingDeclaration setting) => setting.Kind switch
    {
        SettingKind.Text => Text(setting),
        SettingKind.Texts => Texts(setting),
        SettingKind.TextOrTexts => new JsonObject { ["anyOf"] = new JsonArray(Text(setting), Texts(setting)) },
        SettingKind.Number => Number(setting),
        SettingKind.Flag => new JsonObject { ["type"] = "boolean" },
        SettingKind.Map => Filled(new JsonObject { ["type"] = "object", ["additionalProperties"] = Text() }, "minProperties", setting),
        SettingKind.Object => Object(setting),
        SettingKind.DomainMapping => Mapping(),
        // JSON's null is not a way to leave a setting out.
        _ => new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } },
    };

    private static JsonObject Text() => new() { ["type"] = "string", ["minLength"] = 1 };

    private static JsonObject Text(SettingDeclaration setting)
    {
        var form = Text();
        if (!setting.Values.IsEmpty) form["enum"] = new JsonArray([.. setting.Values.Select(static value => (JsonNode)value)]);
        if (setting.Format?.Pattern is { } pattern) form["pattern"] = pattern;
        return form;
    }

    private static JsonObject Texts(SettingDeclaration setting) => Filled(new JsonObject { ["type"] = "array", ["items"] = Text(setting) }, "minItems", setting);

    private static JsonObject Filled(JsonObject form, string minimum, SettingDeclaration setting)
    {
        if (setting.Required) form[minimum] = 1;
        return form;
    }

    private static JsonObject Number(SettingDeclaration setting)
    {
        var form = new JsonObject { ["type"] = "integer" };
        if (setting.Minimum is { } least) form["minimum"] = least;
        if (setting.Maximum is { } most) form["maximum"] = most;
        return form;
    }

    private static JsonObject Object(SettingDeclaration setting) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(setting.Members.All.Select(static member => KeyValuePair.Create(member.Name, (JsonNode?)Described(member)))),
        ["required"] = Names(setting.Members.All.Where(static member => member.Required)),
        ["additionalProperties"] = false,
    };

    private static JsonObject Mapping()
    {
        JsonObject Mode(string word, JsonObject properties, params string[] required)
        {
            properties.Insert(0, "mode", new JsonObject { ["const"] = word });
            return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. required.Prepend("mode").Select(static name => (JsonNode)name)]), ["additionalProperties"] = false };
        }
        JsonObject Any() => new() { ["type"] = "string" };
        var affix = Mode("prefix-suffix", new JsonObject { ["prefix"] = Any(), ["suffix"] = Any() });
        affix["minProperties"] = 2;
        return new JsonObject { ["oneOf"] = new JsonArray(Mode("dash-to-dot", []), affix, Mode("map", new JsonObject { ["map"] = new JsonObject { ["type"] = "object" } }, "map")) };
    }

    private static JsonArray Names(IEnumerable<SettingDeclaration> settings) => [.. settings.Select(static setting => setting.Name).Distinct(StringComparer.Ordinal).Select(static name => (JsonNode)name)];
}
