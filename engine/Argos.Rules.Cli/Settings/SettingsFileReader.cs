using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Settings;

/// <summary>Reads settings documents, as JSON or YAML: the bare document, or the manifest of the ConfigMap that holds it.</summary>
internal sealed class SettingsFileReader : IYamlProblems
{
    /// <summary>The code of every diagnostic about a file that holds no settings.</summary>
    public const string Code = "settings-file";

    private const string PathAnnotation = "argos.athenz.io/path";
    private const string Root = "providers";

    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();
    private SettingsPlaces _places;

    private SettingsFileReader(string shown) => _places = new SettingsPlaces(shown, null);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="shown">What it is called.</param>
    /// <param name="provider">Whose settings they are, when somebody said so.</param>
    public static SettingsReading Read(string path, string shown, string? provider = null)
    {
        var (text, problem) = SourceReader.Read(path, shown);
        return text is null ? new SettingsReading([], [problem!]) : Parse(text, Path.GetFileName(path), shown, provider);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="name">The file's name, which says whether it is JSON or YAML.</param>
    /// <param name="shown">What it is called in diagnostics.</param>
    /// <param name="provider">Whose settings they are, when somebody said so.</param>
    public static SettingsReading Parse(string text, string name, string shown, string? provider = null)
    {
        var reader = new SettingsFileReader(shown);
        var documents = reader.Documents(ByteOrderMark.Without(text), name, provider);
        return new SettingsReading(documents, reader._found.ToImmutable());
    }

    void IYamlProblems.Report(int line, int column, string message) => _found.Add(new Diagnostic(Code, message, _places.At(line, column)));

    private ImmutableArray<SettingsDocument> Documents(string text, string name, string? provider)
    {
        if (Parse(text, name) is not { } parsed) return [];
        if (parsed.Root is not YamlNode.Map map || map.Find("kind") is not YamlNode.Text { Value: "ConfigMap" }) return [new SettingsDocument(provider, new DataValue(parsed.Value), _places with { Root = parsed.Root })];
        var lines = TextRows.Of(text);
        var keys = (map.Find("data") as YamlNode.Map)?.Members ?? [];
        var documents = ImmutableArray.CreateBuilder<SettingsDocument>();
        foreach (var (key, value) in keys)
        {
            if (provider is null && ProviderOf(map, key.Value, keys.Length) is not { } named) return Refused(key, $"these are settings of no provider: the ConfigMap needs the annotation `{PathAnnotation}` with `{Root}/<provider>`");
            else named = provider ?? ProviderOf(map, key.Value, keys.Length)!;
            if (value is not YamlNode.Text inner) return Refused(value, $"the key `{key.Value}` must hold a text, as in every ConfigMap: write `|` behind it");
            _places = Places(inner, lines);
            if (Parse(inner.Value, key.Value) is { } document) documents.Add(new SettingsDocument(named, new DataValue(document.Value), _places with { Root = document.Root }));
        }
        return documents.ToImmutable();
    }

    private ImmutableArray<SettingsDocument> Refused(YamlNode place, string message)
    {
        ((IYamlProblems)this).Report(place.Row, place.Col, message);
        return [];
    }

    /// <summary>A literal block begins on the next line, and is moved to the right; any other text is where it says.</summary>
    private SettingsPlaces Places(YamlNode.Text inner, string[] lines)
    {
        var isBlock = inner.Row <= lines.Length && lines[inner.Row - 1].AsSpan(Math.Min(inner.Col - 1, lines[inner.Row - 1].Length)) is ['|', ..];
        if (!isBlock) return _places with { Before = inner.Row - 1, Indent = inner.Col - 1 };
        var first = Array.FindIndex(lines, inner.Row, static line => line.AsSpan().Trim().Length > 0);
        return _places with { Before = inner.Row, Indent = first < 0 ? 0 : lines[first].Length - lines[first].TrimStart(' ').Length };
    }

    private static string? ProviderOf(YamlNode.Map map, string key, int keys)
    {
        var annotations = (map.Find("metadata") as YamlNode.Map)?.Find("annotations") as YamlNode.Map;
        if ((annotations?.Find(PathAnnotation) as YamlNode.Text)?.Value.Trim('/').Split('/') is not [Root, .. var rest]) return null;
        var name = Path.GetExtension(key) is ".json" or ".yaml" or ".yml" ? Path.GetFileNameWithoutExtension(key) : key;
        return rest switch
        {
            [var provider] when keys == 1 => provider,
            [] when keys > 1 => name,
            _ => null,
        };
    }

    private Parsed? Parse(string text, string name)
    {
        var isJson = name.EndsWith(".json", StringComparison.Ordinal) || (Path.GetExtension(name) is not (".yaml" or ".yml") && text.AsSpan().TrimStart() is ['{' or '[', ..]);
        if (isJson) return ParseJson(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            ((IYamlProblems)this).Report(1, 1, "there is nothing in it");
            return null;
        }
        var before = _found.Count;
        var node = YamlReader.Read(text, this);
        return node is null || _found.Count > before ? null : new Parsed(JsonSerializer.SerializeToElement(node.ToJson(), YamlJson.Default.JsonNode), node);
    }

    private Parsed? ParseJson(string text)
    {
        try
        {
            // YAML has all of JSON, with places.
            return new Parsed(JsonSerializer.Deserialize(text, ContractsJson.Default.JsonElement), YamlReader.Read(text, new Unreported()));
        }
        catch (JsonException wrong)
        {
            var (line, bytes) = (wrong.LineNumber ?? 0, wrong.BytePositionInLine ?? 0);
            ((IYamlProblems)this).Report((int)line + 1, TextRows.ColumnBehind(text, line, bytes), "this is not JSON");
            return null;
        }
    }

    private sealed record Parsed(JsonElement Value, YamlNode? Root);

    /// <summary>JSON has said what is wrong.</summary>
    private sealed class Unreported : IYamlProblems
    {
        public void Report(int row, int col, string message)
        {
        }
    }
}
