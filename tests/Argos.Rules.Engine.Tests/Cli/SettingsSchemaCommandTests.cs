extern alias schemas;

using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Contracts.Data;
using Argos.Rules.TestKit.Processes;
using schemas::Json.Schema;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`argos docs POLICY`: the settings as a table, and as a JSON Schema that agrees with the engine.</summary>
internal sealed class SettingsSchemaCommandTests
{
    private static readonly string Policies = Path.Combine(BuiltOutput.Root, "policies");

    private static IEnumerable<TestCaseData> Shipped()
    {
        string[] folders = ["kubernetes", "aws-ec2", "aws-eks", "aws-fargate", "aws-lambda", "zts-token"];
        foreach (var folder in folders) yield return new TestCaseData(folder, Path.Combine(Policies, folder, "settings.example.yaml")).SetArgDisplayNames(folder);
        yield return new TestCaseData("kubernetes", Path.Combine(BuiltOutput.Root, "k8s", "settings.yaml")).SetArgDisplayNames("k8s/settings.yaml");
    }

    [TestCaseSource(nameof(Shipped))]
    public async Task Shipped_settings_fit_the_schema_and_misspelt_or_missing_ones_do_not(string policy, string file)
    {
        var schema = await SchemaAsync(Path.Combine(Policies, policy));
        var document = SettingsFileReader.Read(file, "settings").Documents.Single();
        var settings = JsonNode.Parse(document.Value.ToString())!.AsObject();

        Assert.That(IsValid(schema, settings), Is.True);
        foreach (var (name, value) in settings.ToArray())
        {
            var misspelt = settings.DeepClone().AsObject();
            misspelt.Remove(name);
            misspelt[name + "s"] = value!.DeepClone();
            Assert.That(IsValid(schema, misspelt), Is.False, name);
            var mistyped = settings.DeepClone().AsObject();
            mistyped[name] = new JsonObject { ["no"] = new JsonObject() };
            Assert.That(IsValid(schema, mistyped), Is.False, $"{name} of another type");
        }
        var without = settings.DeepClone().AsObject();
        without.Remove("dnsSuffixes");
        Assert.That(IsValid(schema, without), Is.False);
    }

    [TestCase("""{"a":"x"}""", true)]
    [TestCase("""{"a":""}""", false)]
    [TestCase("{}", false)]
    [TestCase("""{"a":"x","n":0}""", false)]
    [TestCase("""{"a":"x","n":10}""", true)]
    [TestCase("""{"a":"x","n":1.5}""", false)]
    [TestCase("""{"a":"x","f":"true"}""", false)]
    [TestCase("""{"a":"x","v":"other"}""", false)]
    [TestCase("""{"a":"x","v":["one"]}""", true)]
    [TestCase("""{"a":"x","d":"Upper.case"}""", false)]
    [TestCase("""{"a":"x","d":["lower.case"]}""", true)]
    [TestCase("""{"a":"x","m":{"k":"v"}}""", true)]
    [TestCase("""{"a":"x","m":{"k":1}}""", false)]
    [TestCase("""{"a":"x","o":{"in":"v"}}""", true)]
    [TestCase("""{"a":"x","o":{}}""", false)]
    [TestCase("""{"a":"x","o":{"in":"v","more":1}}""", false)]
    [TestCase("""{"a":"x","map":{"mode":"dash-to-dot"}}""", true)]
    [TestCase("""{"a":"x","map":{"mode":"dash-to-dot","prefix":"p"}}""", false)]
    [TestCase("""{"a":"x","map":{"mode":"prefix-suffix","prefix":"p."}}""", true)]
    [TestCase("""{"a":"x","map":{"mode":"prefix-suffix"}}""", false)]
    [TestCase("""{"a":"x","map":{"mode":"map","map":{"n":"d"}}}""", true)]
    [TestCase("""{"a":"x","map":{"mode":"none"}}""", false)]
    [TestCase("""{"a":"x","any":[1,{}]}""", true)]
    [TestCase("""{"a":"x","any":null}""", false)]
    [TestCase("""{"b":"x","$schema":"s","policies":["kubernetes"]}""", true)]
    [TestCase("""{"a":"x","policies":[]}""", false)]
    [TestCase("[]", false)]
    public async Task Schema_and_engine_agree(string json, bool good)
    {
        const string Policy = """
            // ---
            // settings:
            //   a: {type: text, unless: b}
            //   b: {type: text, unless: a}
            //   n: {type: number, min: 1, max: 10}
            //   f: {type: flag}
            //   v: {type: text-or-texts, values: [one, two]}
            //   d: {type: text-or-texts, format: dns-name}
            //   m: {type: map}
            //   o: {type: object, members: {in: {type: text, required: true}}}
            //   map: {type: domain-mapping}
            //   any: {type: any}
            // ---
            return Deny("never");

            """;
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("kubernetes/policy.csx", "// ---\n// providers: none\n// ---\nreturn Deny(\"never\");\n").Write("s.json", json);
        Assert.That(await cli.RunAsync("docs", "a", "--settings-schema"), Is.Zero, cli.Error);
        var schema = JsonSchema.FromText(cli.Output);

        var said = IsValid(schema, JsonNode.Parse(json));
        await cli.RunAsync("check", "a", "kubernetes", "--settings", "x.y=s.json");

        Assert.That(said, Is.EqualTo(good));
        Assert.That(cli.Output.Contains(" settings-", StringComparison.Ordinal), Is.EqualTo(!good), cli.Output);
    }

    [Test]
    public async Task Setting_of_two_policies_must_suit_both()
    {
        using var cli = new CliRun()
            .Write("a/policy.csx", "// ---\n// settings:\n//   n: {type: number, min: 5}\n//   only: {type: text}\n// ---\nreturn Allow();\n")
            .Write("b/policy.csx", "// ---\n// settings:\n//   n: {type: number, max: 9}\n// ---\nreturn Allow();\n");
        await cli.RunAsync("docs", "a", "b", "--settings-schema");
        var schema = JsonSchema.FromText(cli.Output);

        Assert.That(new[] { 4, 5, 9, 10 }.Select(n => IsValid(schema, new JsonObject { ["n"] = n, ["only"] = "x" })), Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public async Task Table_has_every_setting_with_what_it_is_when_absent()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", Path.Combine(Policies, "aws-eks")), Is.Zero);
        Assert.That(cli.Output, Does.StartWith("# Settings of `aws-eks`\n\nA pod of EKS").And.Contain("| setting | type | when absent | meaning |"));
        Assert.That(cli.Output, Does.Contain("| `awsPartition` | `text`: `aws`, `aws-cn`, `aws-us-gov` | `aws` | the partition of AWS |\n"));
        Assert.That(cli.Output, Does.Contain("| `certValidityStsOnlyDays` | `number`, 1 to 3650 | `7` |"));
        Assert.That(cli.Output, Does.Contain("| `webIdentity.audience` | `text-or-texts` | refused |"));
        Assert.That(await cli.RunAsync("docs", "--settings-schema"), Is.EqualTo(2));
    }

    private static async Task<JsonSchema> SchemaAsync(string policy)
    {
        using var cli = new CliRun();
        Assert.That(await cli.RunAsync("docs", policy, "--settings-schema"), Is.Zero, cli.Error);
        Assert.That(JsonDocument.Parse(cli.Output).RootElement.GetProperty("$schema").GetString(), Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));
        return JsonSchema.FromText(cli.Output);
    }

    private static bool IsValid(JsonSchema schema, JsonNode? value) => schema.Evaluate(JsonSerializer.SerializeToElement(value)).IsValid;
}
