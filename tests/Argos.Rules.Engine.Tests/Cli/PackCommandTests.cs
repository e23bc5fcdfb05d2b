using YamlDotNet.RepresentationModel;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class PackCommandTests
{
    [Test]
    public async Task Pack_writes_policies_tests_and_data_word_for_word()
    {
        const string settings = "issuer: https://example.com\n# a comment that stays\ndnsSuffixes: [example.com]\n";
        using var cli = new CliRun().Write("small-teams/policy.csx", CliRun.Policy).Write("small-teams/tests.yaml", CliRun.Tests)
            .Write("settings.yaml", settings);

        var exit = await cli.RunAsync("pack", "small-teams", "-d", "providers/test.one=settings.yaml", "--namespace", "rules");

        Assert.That(exit, Is.Zero, cli.Error);
        var maps = Read(cli.Output);
        Assert.That(maps, Has.Length.EqualTo(2));
        Assert.That(Text(maps[0], "metadata", "name"), Is.EqualTo("policy-small-teams"));
        Assert.That(Text(maps[0], "metadata", "namespace"), Is.EqualTo("rules"));
        Assert.That(Text(maps[0], "metadata", "labels", "argos.athenz.io/policy"), Is.EqualTo("csharp"));
        Assert.That(Text(maps[0], "data", "small-teams.csx"), Is.EqualTo(CliRun.Policy));
        Assert.That(Text(maps[0], "data", "small-teams.tests.yaml"), Is.EqualTo(CliRun.Tests));
        Assert.That(Text(maps[1], "metadata", "name"), Is.EqualTo("test.one"));
        Assert.That(Text(maps[1], "metadata", "labels", "argos.athenz.io/data"), Is.EqualTo("json"));
        Assert.That(Text(maps[1], "metadata", "annotations", "argos.athenz.io/path"), Is.EqualTo("providers/test.one"));
        Assert.That(Text(maps[1], "data", "document.yaml"), Is.EqualTo(settings));
    }

    [TestCase("\n  // first\nreturn Allow();\n\n\n", TestName = "Pack_keeps_a_text(blank lines and blanks)")]
    [TestCase("return Allow();", TestName = "Pack_keeps_a_text(no end of line)")]
    [TestCase("return Allow();\r\n", TestName = "Pack_keeps_a_text(carriage returns)")]
    [TestCase("// \u00e9 \t \ud83d\ude00\nreturn Allow(); \n", TestName = "Pack_keeps_a_text(unusual characters)")]
    public async Task Pack_keeps_a_text(string policy)
    {
        using var cli = new CliRun().Write("odd.csx", policy);

        var exit = await cli.RunAsync("pack", "odd.csx");

        Assert.That(exit, Is.Zero, cli.Error);
        Assert.That(Text(Read(cli.Output).Single(), "data", "odd.csx"), Is.EqualTo(policy));
    }

    [Test]
    public async Task Pack_refuses_what_the_engine_would_refuse()
    {
        using var cli = new CliRun().Write("broken.csx", "return Nothing();\n").Write("a/policy.csx", CliRun.Policy)
            .Write("a/tests.yaml", CliRun.Tests.Replace("codes: [team-unknown]", "codes: [other]", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("pack", "broken.csx"), Is.EqualTo(3));
        Assert.That(cli.Output, Is.Empty);
        Assert.That(cli.Error, Does.Contain("broken.csx:1:8: error"));
        Assert.That(await cli.RunAsync("pack", "a"), Is.EqualTo(4));
        Assert.That(cli.Output, Is.Empty);
        Assert.That(cli.Error, Does.Contain("case `an unknown team` fails"));
    }

    [Test]
    public async Task Pack_refuses_data_that_is_no_document_and_paths_that_are_none()
    {
        using var cli = new CliRun().Write("one.csx", "return Allow();\n").Write("wrong.json", "{");

        Assert.That(await cli.RunAsync("pack", "one.csx", "-d", "a=wrong.json"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("`wrong.json` is not JSON"));
        Assert.That(await cli.RunAsync("pack", "one.csx", "-d", "a//b=wrong.json"), Is.EqualTo(2));
        Assert.That(cli.Output, Is.Empty);
    }

    [TestCase(700_000, 0, null)]
    [TestCase(900_000, 0, "near the limit")]
    [TestCase(1_100_000, 1, "of at most 1048576 bytes")]
    public async Task Pack_measures_a_config_map(int bytes, int exit, string? said)
    {
        using var cli = new CliRun().Write("one.csx", CliRun.Policy).Write("large.json", $"\"{new string('x', bytes)}\"");

        Assert.That(await cli.RunAsync("pack", "one.csx", "-d", "large=large.json"), Is.EqualTo(exit), cli.Error);
        Assert.That(cli.Output.Length > 0, Is.EqualTo(exit == 0));
        Assert.That(cli.Error, said is null ? Is.Empty : Does.Contain(said));
    }

    private static YamlMappingNode[] Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(static document => (YamlMappingNode)document.RootNode)];
    }

    private static string Text(YamlNode node, params string[] path) =>
        ((YamlScalarNode)path.Aggregate(node, static (current, key) => current[key])).Value!;
}
