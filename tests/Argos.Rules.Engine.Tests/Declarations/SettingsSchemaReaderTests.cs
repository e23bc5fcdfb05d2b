using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Engine.Tests.Declarations;

internal sealed class SettingsSchemaReaderTests
{
    [Test]
    public void Parse_complete_declaration_reads_all_keys()
    {
        var (schema, diagnostics) = Read(
            "issuer: {type: text, required: true, help: the issuer}",
            "clientIp: {type: text, values: [podIP, ignore], default: podIP}",
            "days: {type: number, min: 1, max: 10, default: 7}",
            "region: {type: text, format: dns-label, from: provider-region}",
            "web:",
            "  type: object",
            "  members:",
            "    orgs: {type: texts, required: true}",
            "one: {type: texts, unless: two}",
            "two: {type: text-or-texts, unless: one}",
            "labels: {type: map}",
            "mapping: {type: domain-mapping}",
            "anything: {type: any}");

        Assert.That(diagnostics, Is.Empty);
        Assert.That(schema.All.Select(static d => d.Name), Is.EqualTo(new[] { "issuer", "clientIp", "days", "region", "web", "one", "two", "labels", "mapping", "anything" }));
        Assert.That(schema.Find("issuer"), Has.Property("Required").True.And.Property("Help").EqualTo("the issuer"));
        Assert.That(schema.Find("clientIp")!.Values, Is.EqualTo(new[] { "podIP", "ignore" }));
        Assert.That(schema.Defaults["days"].Number, Is.EqualTo(7));
        Assert.That(schema.Find("days"), Has.Property("Minimum").EqualTo(1).And.Property("Maximum").EqualTo(10));
        Assert.That(schema.Find("region"), Has.Property("FromProviderRegion").True.And.Property("Format").Not.Null);
        Assert.That(schema.Find("web")!.Members.Find("orgs")!.Kind, Is.EqualTo(SettingKind.Texts));
        Assert.That(schema.Find("one")!.RequiredUnless, Is.EqualTo("two"));
        Assert.That(schema.NeedsDocument, Is.True);
    }

    [TestCase("a: {type: text, requird: true}", 17, "`requird`; did you mean `required`?")]
    [TestCase("a: {type: string}", 11, "the type of `a` must be `any`, `domain-mapping`")]
    [TestCase("a: {required: true}", 1, "needs a `type`")]
    [TestCase("a: text", 4, "must be a map")]
    [TestCase("a: {type: text, required: yes}", 27, "`true` or `false`")]
    [TestCase("a: {type: text, required: 'true'}", 27, "`true` or `false`")]
    [TestCase("a: {type: text, default: 5}", 26, "the default of `a` must be a text")]
    [TestCase("a: {type: text, default: ''}", 26, "the default of `a` must be a text")]
    [TestCase("a: {type: number, max: 5, default: 6}", 36, "a whole number of at most 5")]
    [TestCase("a: {type: text, values: [x], default: y}", 39, "the default of `a` must be `x`")]
    [TestCase("a: {type: text, required: true, default: x}", 1, "one of `required`, `unless`, `from` and `default`")]
    [TestCase("a: {type: text, min: 1}", 22, "for numbers only")]
    [TestCase("a: {type: number, min: x}", 24, "a whole number")]
    [TestCase("a: {type: number, min: 5, max: 1}", 32, "must not be less")]
    [TestCase("a: {type: flag, values: [x]}", 25, "for texts only")]
    [TestCase("a: {type: flag, format: dns-name}", 25, "for texts only")]
    [TestCase("a: {type: text, format: dns}", 25, "`format` must be `dns-name`")]
    [TestCase("a: {type: text, values: []}", 25, "a list of texts")]
    [TestCase("a: {type: text, from: region}", 23, "must be `provider-region`")]
    [TestCase("a: {type: text, unless: b}", 4, "another setting that is declared here")]
    [TestCase("a: {type: text, unless: a}", 4, "another setting that is declared here")]
    [TestCase("a: {type: object}", 1, "needs `members`")]
    [TestCase("a: {type: text, members: {b: {type: text}}}", 26, "for the type `object` only")]
    [TestCase("a: {type: object, members: {b: {type: object, members: {c: {type: text}}}}}", 56, "members of members")]
    [TestCase("a: {type: text, type: text}", 17, "twice")]
    [TestCase("a: {type: &x text}", 11, "anchors")]
    [TestCase("a: {type: text, help: ''}", 23, "not empty")]
    [TestCase("1a: {type: text}", 1, "not a name of a setting")]
    [TestCase("policies: {type: texts}", 1, "the engine's own")]
    [TestCase("$schema: {type: text}", 1, "not a name of a setting")]
    public void Parse_mistake_is_reported_where_it_is(string line, int col, string message)
    {
        var (_, diagnostics) = Read(line);

        Assert.That(diagnostics, Has.Length.EqualTo(1));
        Assert.That(diagnostics[0].Message, Does.Contain(message));
        Assert.That(diagnostics[0].Location, Is.EqualTo(new Location("p", 3, col + 5)));
    }

    [Test]
    public void Parse_setting_that_is_there_twice_is_reported()
    {
        var (_, diagnostics) = Read("a: {type: text}", "a: {type: flag}");

        Assert.That(diagnostics.Single().Message, Does.Contain("`a` is there twice"));
        Assert.That(diagnostics.Single().Location!.Row, Is.EqualTo(4));
    }

    [TestCase("// settings: x")]
    [TestCase("// settings: [a]")]
    [TestCase("// settings: {}")]
    [TestCase("// settings:")]
    public void Parse_settings_that_are_no_map_are_reported(string line)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        FrontMatterParser.Parse("p", $"// ---\n{line}\n// ---\n", diagnostics);

        Assert.That(diagnostics.Single().Message, Does.Contain("must be a map of names"));
    }

    [Test]
    public void Parse_too_many_settings_are_reported()
    {
        var (_, diagnostics) = Read([.. Enumerable.Range(0, 65).Select(static i => $"a{i}: {{type: text}}")]);

        Assert.That(diagnostics.Single().Message, Does.Contain("at most 64"));
    }

    private static (SettingsSchema Schema, ImmutableArray<Diagnostic> Diagnostics) Read(params string[] lines)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var source = $"// ---\n// settings:\n{string.Concat(lines.Select(static line => $"//   {line}\n"))}// ---\n";
        return (FrontMatterParser.Parse("p", source, diagnostics).Settings, diagnostics.ToImmutable());
    }
}
