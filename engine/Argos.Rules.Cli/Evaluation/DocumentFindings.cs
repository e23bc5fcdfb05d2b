using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>What is wrong with a document beside a policy that `argos eval` would take, with its place.</summary>
internal static class DocumentFindings
{
    public const string InputName = "input.yaml";
    public const string DataName = "data.yaml";
    public const string FactsName = "facts.yaml";

    private const string Code = "document";

    /// <summary>The names that such documents have.</summary>
    public static ImmutableArray<string> Names { get; } = [InputName, DataName, FactsName];

    /// <summary>Looks through one. An empty one is none.</summary>
    /// <param name="name">What it is called, which says what must stand in it.</param>
    /// <param name="text">Its text: YAML, which has all of JSON.</param>
    public static ImmutableArray<Diagnostic> Of(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var diagnostics = new TestDiagnostics(name);
        if (YamlReader.Read(text, diagnostics) is { } node && diagnostics.Sorted().IsEmpty) Look(name, node, diagnostics);
        return [.. diagnostics.Sorted().Select(static found => found with { Code = Code })];
    }

    private static void Look(string name, YamlNode node, TestDiagnostics diagnostics)
    {
        if (node is not YamlNode.Map map)
        {
            diagnostics.Report(node, $"this is not an object: write {Form(name)}");
            return;
        }
        if (name != DataName) return;
        foreach (var (key, _) in map.Members)
        {
            if (!DataPath.TryParse(key.Value, out _, out var problem)) diagnostics.Report(key, $"`{key.Value}` is not a path: {problem}");
        }
    }

    private static string Form(string name) => name switch
    {
        DataName => "documents by their paths, for example `teams: [shop]`",
        FactsName => "facts by kind, for example `dns: {host.example.com: [10.1.2.3]}`",
        _ => "a confirmation, with `provider`, `domain` and `service`",
    };
}
