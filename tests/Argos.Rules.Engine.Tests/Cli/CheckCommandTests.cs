using System.Text.Json;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class CheckCommandTests
{
    [Test]
    public async Task Check_good_policy_is_silent()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests);

        var exit = await cli.RunAsync("check", ".");

        Assert.That(exit, Is.Zero);
        Assert.That(cli.Output, Is.Empty);
        Assert.That(cli.Error, Is.EqualTo("1 policy, 0 errors, 0 warnings\n"));
    }

    [Test]
    public async Task Check_tells_every_error_of_every_file_with_its_place()
    {
        using var cli = new CliRun()
            .Write("a/policy.csx", "// ---\n// titel: x\n// ---\nvar x = System.IO.File.ReadAllText(\"/etc/passwd\");\nreturn Nothing();\n")
            .Write("b.csx", CliRun.Policy)
            .Write("b.tests.yaml", "now: 2026-03-01T12:00:00Z\nbase: {}\ncasess: []\n");

        var exit = await cli.RunAsync("check", "a", "b.csx");

        Assert.That(exit, Is.EqualTo(3));
        Assert.That(cli.Output, Does.Contain("a/policy.csx:2:4: error front-matter: the key `titel` is unknown"));
        Assert.That(cli.Output, Does.Match(@"a/policy\.csx:4:\d+: error ARG\d+: .*File"));
        Assert.That(cli.Output, Does.Contain("b.tests.yaml:3:1: error policy-tests: the key `casess` is unknown"));
    }

    [TestCase("json")]
    [TestCase("sarif")]
    [TestCase("github")]
    [TestCase("msbuild")]
    public async Task Check_output_forms_hold_the_place(string form)
    {
        using var cli = new CliRun().Write("a/policy.csx", "\nreturn Nothing();\n");

        var exit = await cli.RunAsync("check", "a", "--output", form);

        Assert.That(exit, Is.EqualTo(3));
        switch (form)
        {
            case "json":
                var location = JsonDocument.Parse(cli.Output).RootElement.GetProperty("diagnostics")[0].GetProperty("location");
                Assert.That(location.GetProperty("file").GetString(), Is.EqualTo("a/policy.csx"));
                Assert.That(location.GetProperty("row").GetInt32(), Is.EqualTo(2));
                break;
            case "sarif":
                var run = JsonDocument.Parse(cli.Output).RootElement.GetProperty("runs")[0];
                var result = run.GetProperty("results")[0];
                var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                Assert.That(result.GetProperty("ruleId").GetString(), Is.EqualTo(run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString()));
                Assert.That(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), Is.EqualTo("a/policy.csx"));
                Assert.That(place.GetProperty("region").GetProperty("startLine").GetInt32(), Is.EqualTo(2));
                break;
            case "github":
                Assert.That(cli.Output, Does.StartWith("::error file=a/policy.csx,line=2,col=8,title="));
                break;
            default:
                Assert.That(cli.Output, Does.StartWith("a/policy.csx(2,8): error "));
                break;
        }
    }

    [Test]
    public async Task Check_file_that_is_no_utf8_says_where()
    {
        using var cli = new CliRun();
        await File.WriteAllBytesAsync(Path.Combine(cli.Folder, "a.csx"), [.. "// ok\n// "u8, 0xC3, 0x28]);

        var exit = await cli.RunAsync("check", "a.csx");

        Assert.That(exit, Is.EqualTo(3));
        Assert.That(cli.Output, Is.EqualTo("a.csx:2:4: error file: the file is not UTF-8: save it as UTF-8\n"));
    }

    [TestCase("", "the policy is empty")]
    [TestCase("return Allow(); // \u202E", "invisible or direction-changing")]
    [TestCase("return Allow(); // \0", "control character")]
    public async Task Check_odd_text_is_refused(string source, string message)
    {
        using var cli = new CliRun().Write("a.csx", source);

        Assert.That(await cli.RunAsync("check", "a.csx"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.StartWith("a.csx:1:").And.Contain(message));
    }

    [Test]
    public async Task Check_huge_file_is_not_read()
    {
        using var cli = new CliRun().Write("a.csx", new string(' ', 3 * 1024 * 1024));

        Assert.That(await cli.RunAsync("check", "a.csx"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.Contain("larger than"));
    }

    [Test]
    public async Task Check_mark_and_crlf_are_welcome()
    {
        using var cli = new CliRun().Write("a.csx", "\uFEFF" + CliRun.Policy.ReplaceLineEndings("\r\n"));

        Assert.That(await cli.RunAsync("check", "a.csx"), Is.Zero, cli.Output);
    }

    [TestCase("`gone` is not there", "check", "gone")]
    [TestCase("`note.txt` is not a policy", "check", "note.txt")]
    [TestCase("Required argument 'PATH' missing for command: 'check'", "check")]
    [TestCase("xml", "check", ".", "--output", "xml")]
    [TestCase("--strit", "check", ".", "--strit")]
    public async Task Check_wrong_use_says_what_is_wrong(string message, params string[] args)
    {
        using var cli = new CliRun().Write("note.txt", "x");

        Assert.That(await cli.RunAsync(args), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain(message));
        Assert.That(cli.Output, Is.Empty);
    }

    [Test]
    public async Task Check_colours_only_where_they_are_seen()
    {
        using var plain = new CliRun().Write("a.csx", "return Nothing();");
        using var terminal = new CliRun { Colours = true, Watched = true }.Write("a.csx", "return Nothing();");

        await plain.RunAsync("check", "a.csx");
        await terminal.RunAsync("check", "a.csx");

        Assert.That(plain.Output + plain.Error, Does.Not.Contain("\u001b"));
        Assert.That(terminal.Output, Does.Contain("\u001b[31merror\u001b[0m"));
        Assert.That(terminal.Error, Does.Contain("checking 1 of 1: a.csx"));
    }
}
