using System.Text.Json;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>What policies, tests and engines say is shown, never obeyed: neither by a terminal nor by a build server.</summary>
internal sealed class EscapedTests
{
    [TestCase("plain text, `code` and äöü 中 \U0001F600", "plain text, `code` and äöü 中 \U0001F600")]
    [TestCase("a\nb\r\nc", "a\\nb\\r\\nc")]
    [TestCase("\u001b[31mred\u0007", "\\u001b[31mred\\u0007")]
    [TestCase("\u009b31m\u007f\u0085", "\\u009b31m\\u007f\\u0085")]
    [TestCase("\u202Eabc\u2066\u200B\uFEFF\u2028", "\\u202eabc\\u2066\\u200b\\ufeff\\u2028")]
    [TestCase("\uE000 \U000E0041", "\\ue000 \\udb40\\udc41")]
    [TestCase("  ::stop-commands::x", "  :\\u003astop-commands::x")]
    [TestCase("a ::error::b", "a ::error::b")]
    [TestCase("x ##[add-mask]y", "x #\\u0023[add-mask]y")]
    [TestCase("##VSO[task.complete]", "#\\u0023VSO[task.complete]")]
    [TestCase("##teamcity[x]", "#\\u0023teamcity[x]")]
    [TestCase("## heading", "## heading")]
    public void Line_shows_what_it_must_not_do(string text, string shown) => Assert.That(Escaped.Line(text), Is.EqualTo(shown));

    [Test]
    public void Line_shows_half_a_character_by_its_number() => Assert.That(Escaped.Line("a" + '\ud800' + "b"), Is.EqualTo("a\\ud800b"));

    [Test]
    public void Document_keeps_its_lines_and_none_of_them_is_a_command() =>
        Assert.That(Escaped.Document("one\n::error::two\r\nthree\rfour\n##[x]\n"), Is.EqualTo("one\n:\\u003aerror::two\r\nthree\\rfour\n#\\u0023[x]\n"));

    [TestCase("text")]
    [TestCase("junit")]
    [TestCase("github")]
    [TestCase("sarif")]
    [TestCase("json")]
    public async Task Name_of_a_case_speaks_to_nobody(string output)
    {
        using var cli = new CliRun { Colours = true };
        cli.Write("p/policy.csx", "return Deny(\"no\", \"\\u202E\\u001b[2J\");");
        cli.Write("p/tests.yaml", "now: 2026-03-01T12:00:00Z\nbase: {provider: p, domain: d, service: s, attestation: x, attributes: {instanceId: i}}\ncases:\n"
            + "- name: \"x\\n::stop-commands::y\\n##[add-mask]z\\e[31m\\u009b\\u202e\"\n  expect: {outcome: allowed}\n");

        await cli.RunAsync("test", "p", "--output", output);

        var all = cli.Output + cli.Error;
        Assert.That(all.Split('\n').Select(static line => line.TrimStart()).Where(static line => line.StartsWith("::", StringComparison.Ordinal)), Has.All.StartsWith("::error file="));
        Assert.That(all, Does.Not.Contain("##[").And.Not.Contain("\u009b").And.Not.Contain("\u202e").And.Not.Contain("\u001b[31mx"));
        // The colours are the program's own.
        Assert.That(all.Replace("\u001b[31m", "", StringComparison.Ordinal).Replace("\u001b[2m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal), Does.Not.Contain("\u001b"));
        if (output is "json" or "sarif") Assert.That(() => JsonDocument.Parse(cli.Output), Throws.Nothing);
    }

    [TestCase("text")]
    [TestCase("json")]
    public async Task Detail_of_a_decision_speaks_to_nobody(string output)
    {
        using var cli = new CliRun();
        cli.Write("p.csx", "return Deny(\"no\", \"a\\n::error::b\\u202E\\u001b[2J\\u009b##[x]\");");
        cli.Write("c.json", """{"provider":"p","domain":"d","service":"s"}""");

        await cli.RunAsync("eval", "c.json", "-p", "p.csx", "--output", output);

        Assert.That(cli.Output, Does.Contain("\\u202").IgnoreCase.And.Not.Contain("\u202e").And.Not.Contain("\u001b").And.Not.Contain("\u009b").And.Not.Contain("##["));
        Assert.That(cli.Output.Split('\n'), Has.None.StartsWith("::"));
    }
}
