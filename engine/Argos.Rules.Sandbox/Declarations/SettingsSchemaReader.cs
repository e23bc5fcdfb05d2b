using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Yaml;

namespace Argos.Rules.Sandbox.Declarations;

/// <summary>Reads the declarations of settings in front matter, strictly.</summary>
internal sealed class SettingsSchemaReader
{
    private const int MaximumSettings = 64;
    private const int MaximumHelp = 300;
    private const int MaximumName = 64;

    private static readonly string[] Keys = ["type", "required", "unless", "from", "default", "values", "min", "max", "format", "members", "help"];

    private readonly IYamlProblems _problems;
    private readonly bool _nested;

    private SettingsSchemaReader(IYamlProblems problems, bool nested) => (_problems, _nested) = (problems, nested);

    /// <summary>Reads the value of the key <c>settings</c>.</summary>
    public static SettingsSchema Read(YamlNode node, IYamlProblems problems) => new SettingsSchemaReader(problems, nested: false).Schema(node);

    private SettingsSchema Schema(YamlNode node)
    {
        if (node is not YamlNode.Map { Members.IsEmpty: false } map)
        {
            Report(node, $"`{(_nested ? "members" : "settings")}` must be a map of names, such as `issuer: {{type: text, required: true}}`");
            return SettingsSchema.Empty;
        }
        if (map.Members.Length > MaximumSettings) Report(node, $"there are {map.Members.Length} settings: at most {MaximumSettings} are allowed");
        var declared = ImmutableArray.CreateBuilder<SettingDeclaration>();
        foreach (var (name, value) in map.Members)
        {
            if (!IsName(name.Value))
                Report(name, $"`{NearestName.Shown(name.Value)}` is not a name of a setting: begin with a letter, and use letters, "
                    + $"digits, `-` and `_`");
            else if (!_nested && ReservedSettings.Contains(name.Value)) Report(name, $"`{name.Value}` is the engine's own: call the setting otherwise");
            else if (Declaration(name, value) is { } one) declared.Add(one);
        }
        foreach (var one in declared.Where(d => d.RequiredUnless is { } other && (other == d.Name || declared.All(o => o.Name != other))))
            Report(map.Find(one.Name)!, $"`unless` of `{one.Name}` must name another setting that is declared here");
        return new SettingsSchema(declared.ToImmutable());
    }

    private SettingDeclaration? Declaration(YamlNode.Text name, YamlNode node)
    {
        if (node is not YamlNode.Map map)
        {
            Report(node, $"setting `{name.Value}` must be a map such as `{{type: text, required: true}}`");
            return null;
        }
        foreach (var (key, _) in map.Members.Where(static m => !Keys.Contains(m.Key.Value)))
            Report(key, $"setting `{name.Value}` has the unknown key {NearestName.Described(key.Value, Keys)}");
        if (map.Find("type") is not { } type)
        {
            Report(name, $"setting `{name.Value}` needs a `type`: {Words(SettingKinds.Words)}");
            return null;
        }
        if (SettingKinds.Of(Text(type, "type") ?? "") is not { } kind)
        {
            Report(type, $"the type of `{name.Value}` must be {Words(SettingKinds.Words)}");
            return null;
        }
        var declared = new SettingDeclaration(name.Value, kind)
        {
            Required = Flag(map.Find("required"), "required") ?? false,
            RequiredUnless = map.Find("unless") is { } other ? Text(other, "unless") : null,
            FromProviderRegion = From(map.Find("from"), kind),
            Values = Values(map.Find("values"), kind),
            Minimum = Number(map.Find("min"), "min", kind),
            Maximum = Number(map.Find("max"), "max", kind),
            Format = Format(map.Find("format"), kind),
            Members = Members(map, name, kind),
            Help = map.Find("help") is { } help ? Help(help) : null,
        };
        if (declared.Minimum > declared.Maximum) Report(map.Find("max")!, "`max` must not be less than `min`");
        var ways = (declared.Required ? 1 : 0) + (declared.RequiredUnless is null ? 0 : 1) + (declared.FromProviderRegion ? 1 : 0) + (map.Find("default") is null ? 0 : 1);
        if (ways > 1) Report(name, $"setting `{name.Value}` may have one of `required`, `unless`, `from` and `default`");
        return map.Find("default") is { } value ? declared with { Default = Default(declared, value) } : declared;
    }

    private DataValue Default(SettingDeclaration declared, YamlNode node)
    {
        var value = new DataValue(JsonSerializer.SerializeToElement(node.ToJson(), YamlJson.Default.JsonNode));
        if (SettingValue.Problem(declared, value) is { } problem) Report(node, $"the default of `{declared.Name}` {problem.Words}");
        return value;
    }

    private bool From(YamlNode? node, SettingKind kind)
    {
        if (node is null) return false;
        if (kind != SettingKind.Text || Text(node, "from") != ReservedSettings.ProviderRegion) Report(node, $"`from` is for texts and must be `{ReservedSettings.ProviderRegion}`");
        return true;
    }

    private ImmutableArray<string> Values(YamlNode? node, SettingKind kind)
    {
        if (node is null) return [];
        if (!SettingKinds.IsTextual(kind)) Report(node, "`values` are for texts only");
        else if (node is not YamlNode.List { Items.IsEmpty: false } list) Report(node, "`values` must be a list of texts");
        else return [.. list.Items.Select(item => Text(item, "values")).OfType<string>()];
        return [];
    }

    private TextFormat? Format(YamlNode? node, SettingKind kind)
    {
        if (node is null) return null;
        if (!SettingKinds.IsTextual(kind)) Report(node, "`format` is for texts only");
        else if (TextFormat.Of(Text(node, "format") ?? "") is { } format) return format;
        else Report(node, $"`format` must be {Words(TextFormat.All.Select(static f => f.Name))}");
        return null;
    }

    private SettingsSchema Members(YamlNode.Map map, YamlNode.Text name, SettingKind kind)
    {
        var node = map.Find("members");
        if (node is null)
        {
            if (kind == SettingKind.Object) Report(name, $"setting `{name.Value}` of type `object` needs `members`; an object with any members is a `map`");
            return SettingsSchema.Empty;
        }
        if (kind != SettingKind.Object) Report(node, "`members` are for the type `object` only");
        else if (_nested) Report(node, "members of members cannot be declared: use the type `any`, and check it in the policy");
        else return new SettingsSchemaReader(_problems, nested: true).Schema(node);
        return SettingsSchema.Empty;
    }

    private long? Number(YamlNode? node, string key, SettingKind kind)
    {
        if (node is null) return null;
        if (kind != SettingKind.Number) Report(node, $"`{key}` is for numbers only");
        else if (node is YamlNode.Text { Quoted: false } text && long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        else Report(node, $"`{key}` must be a whole number");
        return null;
    }

    private bool? Flag(YamlNode? node, string key)
    {
        if (node is null) return null;
        if (node is YamlNode.Text { Quoted: false, Value: "true" or "false" } text) return text.Value == "true";
        Report(node, $"`{key}` must be `true` or `false`");
        return null;
    }

    private string? Help(YamlNode node)
    {
        if (Text(node, "help") is not { } help) return null;
        if (help.Length > MaximumHelp || help.AsSpan().ContainsAny('\r', '\n')) Report(node, $"`help` must be one line of at most {MaximumHelp} characters");
        return help;
    }

    private string? Text(YamlNode node, string key)
    {
        if (node is YamlNode.Text { Value.Length: > 0 } text) return text.Value;
        Report(node, $"`{key}` must be a text that is not empty");
        return null;
    }

    private void Report(YamlNode node, string message) => _problems.Report(node.Row, node.Col, message);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaximumName && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(static w => $"`{w}`"));
}
