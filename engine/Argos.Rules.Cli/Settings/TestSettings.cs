using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Cli.Settings;

/// <summary>
/// Warns of settings in a tests file that the policy refuses: a case that is refused for them, and does not expect that, tests nothing else.
/// </summary>
internal static class TestSettings
{
    private const string Settings = "settings";

    /// <summary>Looks through the settings that the cases share and through those of each case.</summary>
    /// <param name="file">The policy.</param>
    /// <param name="text">Its tests file, read.</param>
    public static IEnumerable<Diagnostic> Of(PolicyFile file, string text) => Of(file.TestsShown!, text, DeclaredPolicies.Of([file]));

    /// <summary>The same for texts that are not, or not yet, on disk.</summary>
    /// <param name="shown">What the tests file is called.</param>
    /// <param name="text">Its text.</param>
    /// <param name="policies">The policy.</param>
    public static IEnumerable<Diagnostic> Of(string shown, string text, PolicySet policies)
    {
        var ignored = new TestDiagnostics(shown);
        if (PolicyTestFileReader.Read(text, ignored) is not { } tests || ignored.Sorted().Any(static d => d.Severity == "error")) return [];
        var shared = Shared(shown, text, tests, policies).ToArray();
        return shared.Length > 0 ? shared : tests.Cases.SelectMany(test => OfCase(shown, tests, test, policies));
    }

    private static IEnumerable<Diagnostic> Shared(string shown, string text, PolicyTestFile tests, PolicySet policies)
    {
        if ((YamlReader.Read(text, new TestDiagnostics("")) as YamlNode.Map)?.Find(Settings) is not YamlNode.Map documents) return [];
        return documents.Members
            .Where(document => !policies.Matching(document.Key.Value).IsEmpty)
            .SelectMany(document =>
                SettingsFindings.Of(
                new SettingsDocument(document.Key.Value, Value(tests.World, document.Key.Value), new SettingsPlaces(shown, document.Value)),
                policies))
            .Select(static found => found with { Severity = "warning" });
    }

    private static IEnumerable<Diagnostic> OfCase(string shown, PolicyTestFile tests, PolicyTestCase test, PolicySet policies)
    {
        var world = new JsonObject();
        MergePatch.Apply(world, tests.World);
        MergePatch.Apply(world, test.Changes);
        if (world["input"]?["provider"]?.GetValue<string>() is not { } provider) return [];
        var found = policies.For(provider, Value(world, provider));
        if (found.Policies.IsEmpty || found.Problems.IsEmpty || test.Expected.Codes?.Intersect(found.Problems.Select(static p => p.Code)).Any() == true) return [];
        var problem = found.Problems[0];
        return [new Diagnostic(problem.Code, $"case `{test.Name}` is refused for its settings, which it does not expect: {problem.Detail}",
            new Location(shown, test.Row, test.Col), "warning")];
    }

    private static DataValue Value(JsonObject world, string provider) =>
        world[Settings]?[provider] is { } document ? new DataValue(JsonSerializer.SerializeToElement(document, YamlJson.Default.JsonNode)) : DataValue.Missing;
}
