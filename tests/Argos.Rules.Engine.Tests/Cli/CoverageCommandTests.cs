using System.Text.Json;
using System.Xml.Linq;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`argos test --coverage`, and the trace of a case that failed.</summary>
internal sealed class CoverageCommandTests
{
    private static readonly string Half = CliRun.Tests[..CliRun.Tests.IndexOf("  - name: the reserved service", StringComparison.Ordinal)];

    private static readonly string Failing = CliRun.Tests.Replace("codes: [service-reserved]", "codes: [service-taken]", StringComparison.Ordinal);

    private static CliRun World(string tests) => new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", tests);

    [Test]
    public async Task Coverage_is_a_table_with_each_gap_at_its_place()
    {
        using var cli = World(Half);

        Assert.That(await cli.RunAsync("test", "a", "--coverage"), Is.Zero);
        Assert.That(cli.Output[cli.Output.IndexOf("\n\n", StringComparison.Ordinal)..], Is.EqualTo("""


            coverage      lines             branches
            a/policy.csx  100.0 % (3 of 3)   50.0 % (2 of 4)
              a/policy.csx:5:5: in no case true: `Input.Service == "admin"`
              a/policy.csx:6:5: in no case true: `!Data["teams"].Texts.Contains(Input.Domain)`

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task Coverage_of_a_policy_without_tests_is_nothing_and_a_line_is_told_once()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy);

        Assert.That(await cli.RunAsync("test", "a", "--threshold", "1"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.Contain("a/policy.csx    0.0 % (0 of 3)    0.0 % (0 of 4)\n  a/policy.csx:5:1: no case comes here\n  a/policy.csx:6:1: no case comes here\n  a/policy.csx:7:1: no case comes here\n"));
    }

    [TestCase("50", 0)]
    [TestCase("50.1", 1)]
    [TestCase("101", 2)]
    public async Task Threshold_fails_below_it(string threshold, int exit)
    {
        using var cli = World(Half);

        Assert.That(await cli.RunAsync("test", "a", "--threshold", threshold), Is.EqualTo(exit));
        if (exit == 1) Assert.That(cli.Error, Does.Contain("the tests of `a/policy.csx` reach 100.0 % of its lines and 50.0 % of its branches"));
    }

    [Test]
    public async Task Threshold_does_not_hide_a_failing_case()
    {
        using var cli = World(Failing);

        Assert.That(await cli.RunAsync("test", "a", "--threshold", "100"), Is.EqualTo(4));
    }

    [Test]
    public async Task Filter_counts_for_the_coverage_too()
    {
        using var cli = World(CliRun.Tests);

        await cli.RunAsync("test", "a", "--coverage", "--filter", "known team");
        Assert.That(cli.Output, Does.Contain("in no case true: `Input.Service == \"admin\"`"));
        await cli.RunAsync("test", "a", "--coverage");
        Assert.That(cli.Output, Does.Contain("100.0 % (3 of 3)  100.0 % (4 of 4)"));
    }

    [Test]
    public async Task Cobertura_has_lines_hits_and_conditions()
    {
        using var cli = World(Half).Write("b.csx", "return Nothing();");

        Assert.That(await cli.RunAsync("test", ".", "-o", "cobertura"), Is.EqualTo(3));

        var root = XDocument.Parse(cli.Output).Root!;
        Assert.That((root.Attribute("line-rate")!.Value, root.Attribute("branch-rate")!.Value, root.Attribute("lines-valid")!.Value), Is.EqualTo(("1", "0.5", "3")));
        Assert.That(root.Element("sources")!.Element("source")!.Value, Is.EqualTo(cli.Folder));
        var one = root.Descendants("class").Single();
        Assert.That(one.Attribute("filename")!.Value, Is.EqualTo("a/policy.csx"));
        Assert.That(one.Descendants("line").Select(static l => $"{l.Attribute("number")!.Value}:{l.Attribute("hits")!.Value}:{l.Attribute("condition-coverage")?.Value}"), Is.EqualTo(new[] { "5:1:50% (1/2)", "6:1:50% (1/2)", "7:1:" }));
        Assert.That(cli.Error, Does.Contain("b.csx:1:8: error"));
    }

    [Test]
    public async Task Json_junit_and_github_hold_the_coverage()
    {
        using var cli = World(Half);

        await cli.RunAsync("test", "a", "--coverage", "-o", "json");
        var coverage = JsonDocument.Parse(cli.Output).RootElement.GetProperty("policies")[0].GetProperty("coverage");
        Assert.That((coverage.GetProperty("branchPercent").GetDouble(), coverage.GetProperty("gaps").GetArrayLength()), Is.EqualTo((50d, 2)));
        await cli.RunAsync("test", "a", "--coverage", "-o", "junit");
        Assert.That(XDocument.Parse(cli.Output).Descendants("property").Select(static p => p.Attribute("value")!.Value), Is.EqualTo(new[] { "100.0", "50.0" }));
        await cli.RunAsync("test", "a", "--coverage", "-o", "github");
        Assert.That(cli.Output, Does.StartWith("::warning file=a/policy.csx,line=5,col=5,title=not-covered::in no case true: `Input.Service == \"admin\"`"));
        await cli.RunAsync("test", "a", "-o", "json");
        Assert.That(cli.Output, Does.Not.Contain("coverage"));
    }

    [Test]
    public async Task Failing_case_shows_how_it_came_to_that_without_secrets()
    {
        using var cli = World(Failing);

        Assert.That(await cli.RunAsync("test", "a"), Is.EqualTo(4));
        Assert.That(cli.Output, Does.Match("""       a: \d+ steps, \d+ bytes\n          5:5  true    Input\.Service == "admin" +"admin" == "admin"\n         5:31  return """));
        Assert.That(cli.Output, Does.Not.Contain("Data[\"teams\"]").And.Not.Contain("secret-attestation"));
        await cli.RunAsync("test", "a", "-o", "json");
        var cases = JsonDocument.Parse(cli.Output).RootElement.GetProperty("policies")[0].GetProperty("cases");
        Assert.That(cases[0].TryGetProperty("trace", out _), Is.False);
        Assert.That(cases[1].GetProperty("trace")[0].GetProperty("conditions")[0].GetProperty("compared").GetString(), Is.EqualTo("\"admin\" == \"admin\""));
        await cli.RunAsync("test", "a", "-o", "junit");
        Assert.That(XDocument.Parse(cli.Output).Descendants("failure").Single().Value, Does.Contain("\"admin\" == \"admin\""));
    }

    [Test]
    public async Task Shadow_policy_is_tested_as_if_it_decided()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy.Replace("// ---\nif", "// mode: shadow\n// ---\nif", StringComparison.Ordinal)).Write("a/tests.yaml", CliRun.Tests);

        Assert.That(cli.Read("a/policy.csx"), Does.Contain("shadow"));
        Assert.That(await cli.RunAsync("test", "a", "--coverage", "--threshold", "100"), Is.Zero, cli.Output);
        Assert.That(await cli.RunAsync("mutate", "a"), Is.Zero, cli.Output);
    }
}
