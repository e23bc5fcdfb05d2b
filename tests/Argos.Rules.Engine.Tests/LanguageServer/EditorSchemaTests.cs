extern alias schemas;
using System.Text.Json;
using Argos.Rules.Engine.Tests.Cli;
using Argos.Rules.Testing;
using Argos.Rules.TestKit.Processes;
using Argos.Rules.Yaml;
using schemas::Json.Schema;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>The JSON Schemas for editors that do without the language server.</summary>
internal sealed class EditorSchemaTests
{
    private static readonly string Policies = Path.Combine(BuiltOutput.Root, "policies");

    private static string[] Names() =>
        [.. Directory.EnumerateFiles(Path.Combine(Policies, "editors"), "*.settings.schema.json")
            .Select(static f => Path.GetFileName(f).Split('.')[0])];

    [Test]
    public async Task Schema_of_tests_is_what_the_command_writes()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", "--tests-schema"), Is.Zero);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Policies, "editors/tests.schema.json")), Is.EqualTo(cli.Output),
            "write it again: argos docs --tests-schema > policies/editors/tests.schema.json");
    }

    [TestCaseSource(nameof(Names))]
    public async Task Schema_of_settings_is_what_the_command_writes(string policy)
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", Path.Combine(Policies, policy), "--settings-schema"), Is.Zero);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Policies, $"editors/{policy}.settings.schema.json")), Is.EqualTo(cli.Output),
            $"write it again: argos docs policies/{policy} --settings-schema > policies/editors/{policy}.settings.schema.json");
    }

    [Test]
    public void Every_stock_policy_has_a_schema_of_its_settings() => Assert.That(Names(), Is.EquivalentTo(
        Directory.EnumerateDirectories(Policies).Where(static d => File.Exists(Path.Combine(d, "policy.csx"))).Select(Path.GetFileName)));

    [Test]
    public void Shipped_tests_fit_the_schema_and_a_misspelt_key_does_not()
    {
        var schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Policies, "editors/tests.schema.json")));
        var files = Directory.EnumerateFiles(Policies, "tests.yaml", SearchOption.AllDirectories).ToArray();
        Assert.That(files, Has.Length.GreaterThan(5));

        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.That(IsValid(schema, text), Is.True, file);
            Assert.That(IsValid(schema, text.Replace("\n    expect:", "\n    expct:", StringComparison.Ordinal)), Is.False, file);
        }
    }

    [Test]
    public void Extension_has_the_version_of_the_product()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Policies, "editors/vscode/package.json")));

        Assert.That(package.RootElement.GetProperty("version").GetString(), Is.EqualTo(BuiltOutput.Version));
    }

    private static bool IsValid(JsonSchema schema, string yaml) =>
        schema.Evaluate(JsonSerializer.SerializeToElement(YamlReader.Read(yaml, new TestDiagnostics("tests"))!.ToJson())).IsValid;
}
