using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>Data given as `path=file`, the file being JSON or, by its name, YAML.</summary>
internal static class DataArguments
{
    public static ImmutableSortedDictionary<string, JsonElement> Read(IEnumerable<string> given, Terminal terminal)
    {
        var data = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in given)
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException("`--data` needs `path=file`, for example `providers/k8s.cluster1.identityd=settings.json`");
            var (path, file) = (item[..equals], item[(equals + 1)..]);
            if (!DataPath.TryParse(path, out _, out var problem)) throw new UsageException($"`{path}` is not a data path: {problem}");
            if (!data.TryAdd(path, ReadFile(file, terminal))) throw new UsageException($"`{path}` is given twice");
        }
        return data.ToImmutable();
    }

    /// <summary>Reads a document that is an object: its members.</summary>
    /// <exception cref="UsageException">It is not there or is none.</exception>
    public static ImmutableSortedDictionary<string, JsonElement> ReadObject(string given, Terminal terminal)
    {
        var document = ReadFile(given, terminal);
        if (document.ValueKind != JsonValueKind.Object)
            throw new UsageException(
                $"`{given}` is not an object: give facts by kind, for example `dns: {{host.example.com: [10.1.2.3]}}`");
        return document.EnumerateObject().ToImmutableSortedDictionary(static m => m.Name, static m => m.Value, StringComparer.Ordinal);
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="UsageException">It is not there or is not a document. The message quotes nothing of it.</exception>
    public static JsonElement ReadFile(string given, Terminal terminal)
    {
        var path = terminal.Absolute(given);
        if (!File.Exists(path)) throw new UsageException($"`{given}` is not there");
        var (text, problem) = SourceReader.Read(path, given);
        if (text is null) throw new UsageException($"`{given}`: {problem!.Message}");
        try
        {
            var isYaml = Path.GetExtension(path) is ".yaml" or ".yml";
            if (!isYaml) return JsonSerializer.Deserialize(ByteOrderMark.Without(text), ContractsJson.Default.JsonElement);
            var diagnostics = new TestDiagnostics(given);
            var node = YamlReader.Read(text, diagnostics);
            if (node is null || !diagnostics.Sorted().IsEmpty)
                throw new UsageException($"`{given}` is not a YAML document: {diagnostics.Sorted()[0].Message}");
            return JsonSerializer.Deserialize(node.ToJson()?.ToJsonString() ?? "null", ContractsJson.Default.JsonElement);
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"`{given}` is not JSON (line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1})");
        }
    }
}
