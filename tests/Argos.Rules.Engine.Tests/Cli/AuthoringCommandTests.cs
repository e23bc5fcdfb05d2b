using System.Text.Json;
using Argos.Rules.Cli.Formatting;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`new`, `fmt`, `docs`, `bench`, `completion`, `version`.</summary>
internal sealed class AuthoringCommandTests
{
    [Test]
    public async Task New_policy_passes_its_tests_and_no_mutant_survives()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("new", "teams/payments"), Is.Zero, cli.Error);
        Assert.That(cli.Output, Is.EqualTo("teams/payments/policy.csx\nteams/payments/tests.yaml\nteams/payments/domains.yaml\n"));
        Assert.That(await cli.RunAsync("check", "teams", "--strict"), Is.Zero, cli.Output);
        Assert.That(await cli.RunAsync("test", "teams", "--fail-on-empty"), Is.Zero, cli.Output);
        Assert.That(await cli.RunAsync("mutate", "teams"), Is.Zero, cli.Output);
        Assert.That(await cli.RunAsync("fmt", "--check", "teams"), Is.Zero, cli.Output);
    }

    [Test]
    public async Task New_overwrites_nothing()
    {
        using var cli = new CliRun().Write("a/tests.yaml", "mine");

        Assert.That(await cli.RunAsync("new", "a"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("`a/tests.yaml` is there already"));
        Assert.That(cli.Read("a/tests.yaml"), Is.EqualTo("mine"));
        Assert.That(await cli.RunAsync("new", "Bad_Name"), Is.EqualTo(2));
    }

    [Test]
    public async Task New_project_has_the_globals_and_the_reference_assembly()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("new", "a", "--project"), Is.Zero);
        Assert.That(cli.Read("a/.argos/PolicyGlobals.cs"), Does.Contain("public static PolicyInput Input => Context.Input;").And.Contain("public static PolicyAnswer Deny(string code, string? detail = null) => new(Context.Deny(code, detail));").And.Contain("public static bool Matches(string? text, string pattern) => Context.Matches(text, pattern);"));
        Assert.That(File.Exists(Path.Combine(cli.Folder, "a/.argos/Argos.Rules.Contracts.dll")));
        Assert.That(File.Exists(Path.Combine(cli.Folder, "a/.argos/Argos.Rules.Language.dll")));
        Assert.That(cli.Read("a/a.csproj"), Does.Contain("policy.csx"));
    }

    [Test]
    public void Format_indents_trims_and_orders()
    {
        const string Source = "// ---\n// mode: enforce\n// title: x\n// ---\r\nif (Input.Service == \"a\")   \n{\n\treturn Deny(\"a\",\n\t\t\"b\");\n}\n\n\n\nreturn Allow();";

        var formatted = PolicyFormatter.Format(Source);

        Assert.That(formatted, Is.EqualTo("// ---\n// title: x\n// mode: enforce\n// ---\nif (Input.Service == \"a\")\n{\n    return Deny(\"a\",\n        \"b\");\n}\n\nreturn Allow();\n"));
        Assert.That(PolicyFormatter.Format(formatted), Is.EqualTo(formatted));
    }

    [Test]
    public void Format_leaves_texts_and_what_does_not_parse_alone()
    {
        const string Raw = "var a = \"\"\"\n  x \n\t\"\"\";\nreturn Allow();\n";
        const string Broken = "if (  \n\n\n\nreturn";

        Assert.That(PolicyFormatter.Format(Raw), Is.EqualTo(Raw));
        Assert.That(PolicyFormatter.Format(Broken), Is.EqualTo(Broken));
    }

    [TestCase("var  a=1+2 ;\nreturn a==3?Allow( ):Deny( \"a\",\"b\" );", "var a = 1 + 2;\nreturn a == 3 ? Allow() : Deny(\"a\", \"b\");\n")]
    [TestCase("if(Names.CheckUris()is{ } bad){return Deny(bad);}\nreturn Allow();", "if (Names.CheckUris() is { } bad) { return Deny(bad); }\nreturn Allow();\n")]
    [TestCase("var l=new List<string>{\"a\",\"b\"};\nstring[] q=[\"a\",\"b\"];  // two\nreturn Allow();", "var l = new List<string> { \"a\", \"b\" };\nstring[] q = [\"a\", \"b\"];  // two\nreturn Allow();\n")]
    [TestCase("foreach(var x in l.Where(x=>x!=t)) { if (x[0]==(char)65) continue; }\nreturn Deny(\"a\",(string?)null);", "foreach (var x in l.Where(x => x != t)) { if (x[0] == (char)65) continue; }\nreturn Deny(\"a\", (string?)null);\n")]
    [TestCase("return Deny(\"a\", $\"{ Input.Domain }  {1+1}\");\n", "return Deny(\"a\", $\"{ Input.Domain }  {1+1}\");\n")]
    public void Format_sets_blanks_between_words(string source, string expected)
    {
        var formatted = PolicyFormatter.Format(source);

        Assert.That(formatted, Is.EqualTo(expected));
        Assert.That(PolicyFormatter.Format(formatted), Is.EqualTo(formatted));
    }

    [Test]
    public void Format_leaves_the_policies_here_as_they_are() =>
        Assert.That(Directory.EnumerateFiles(Path.Combine(BuiltOutput.Root, "policies"), "*.csx", SearchOption.AllDirectories).Where(static f => PolicyFormatter.Format(File.ReadAllText(f)) != File.ReadAllText(f)), Is.Empty);

    [Test]
    public async Task Fmt_tells_of_what_does_not_parse()
    {
        using var cli = new CliRun().Write("a.csx", "if (\n").Write("b.csx", "return  Allow();\n");

        Assert.That(await cli.RunAsync("fmt", "."), Is.EqualTo(3));
        Assert.That(cli.Error, Does.Contain("a.csx:1:5: error CS"));
        Assert.That((cli.Read("a.csx"), cli.Read("b.csx")), Is.EqualTo(("if (\n", "return Allow();\n")));
    }

    [TestCase("Input", "## PolicyInput\n", "### `string Domain`")]
    [TestCase("PolicyData", "## PolicyData\n", "this[string path]")]
    [TestCase("names.checkuris", "### `Finding? CheckUris(", "Gives:")]
    [TestCase("Allow", "### `Outcome Allow(", "certExpiryMinutes")]
    [TestCase("budgets", "## Budgets\n", "200000 steps")]
    [TestCase("codes", "## Codes of the engine\n", "- `no-policy-applies`: Denied: no policy")]
    [TestCase("wait-timeout", "## Codes of the engine\n", "- `wait-timeout`: Undecided")]
    public async Task Docs_of_one_name(string name, string begins, string contains)
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", name), Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.StartWith(begins).And.Contain(contains));
        Assert.That(cli.Output, Does.Not.Contain("## PolicyContext"));
    }

    [Test]
    public async Task Docs_of_an_unknown_name_says_which_is_near()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", "Inptu"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("did you mean `Input`?"));
    }

    [Test]
    public async Task Fmt_changes_files_and_check_only_tells()
    {
        using var cli = new CliRun().Write("a.csx", "return Allow();  ");

        Assert.That(await cli.RunAsync("fmt", ".", "--check"), Is.EqualTo(1));
        Assert.That(cli.Output, Is.EqualTo("a.csx\n"));
        Assert.That(cli.Read("a.csx"), Is.EqualTo("return Allow();  "));
        Assert.That(await cli.RunAsync("fmt", "."), Is.Zero);
        Assert.That(cli.Read("a.csx"), Is.EqualTo("return Allow();\n"));
    }

    [Test]
    public async Task Docs_has_every_global_with_its_summary_and_nothing_hidden()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs"), Is.Zero);
        Assert.That(cli.Output, Does.Contain("## PolicyContext").And.Contain("### `PolicyInput Input`\n\nWhat ZTS asks."));
        Assert.That(cli.Output, Does.Contain("### `Finding? CheckDomain(string? podNamespace)`").And.Contain("`domain-unmapped`").And.Contain("## Pod\n"));
        Assert.That(cli.Output, Does.Not.Contain("Confirmation Confirmation").And.Not.Contain("PolicyInputReader"));
        Assert.That(cli.Output, Does.Match("- `System.String`: .*`Contains`, .*`Length`").And.Contain("`Distinct`").And.Match("- `System.Collections.Generic.List`1`: .*`new`"));
        var language = typeof(Argos.Rules.Language.PolicyContext).Assembly;
        Assert.That(Argos.Rules.Sandbox.AllowLists.AllowList.Language.Types.Where(t => language.GetType(t) is { IsNested: false } && !cli.Output.Contains($"\n## {t[(t.LastIndexOf('.') + 1)..].Split('`')[0]}", StringComparison.Ordinal)), Is.Empty, "types of the language that no member leads to");
        var undocumented = cli.Output.Split("\n### ").Skip(1).Where(static m => m.Split("\n## ")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length < 2).Select(static m => m.Split('\n')[0]);
        Assert.That(undocumented.Where(static m => !m.Contains("Equals(") && !m.Contains("ToString(") && !m.Contains("GetHashCode(")), Is.Empty);
    }

    [Test]
    public async Task Bench_measures_time_steps_and_bytes()
    {
        using var cli = new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests);

        Assert.That(await cli.RunAsync("bench", "a", "--rounds", "5", "-o", "json"), Is.Zero, cli.Error);
        var line = JsonDocument.Parse(cli.Output).RootElement[0];
        Assert.That(line.GetProperty("evaluations").GetInt32(), Is.EqualTo(15));
        Assert.That(line.GetProperty("p50Microseconds").GetDouble(), Is.GreaterThan(0));
        Assert.That(line.GetProperty("maximumSteps").GetInt64(), Is.GreaterThan(0));
        Assert.That(await cli.RunAsync("bench", "a", "--rounds", "0"), Is.EqualTo(2));
    }

    [TestCase("bash", "complete -o filenames -F _argos argos")]
    [TestCase("zsh", "compdef _argos argos")]
    [TestCase("fish", "complete -c argos")]
    public async Task Completion_prints_the_script(string shell, string line)
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("completion", shell), Is.Zero);
        Assert.That(cli.Output, Does.Contain(line));
    }

    [Test]
    public async Task Suggest_gives_commands_and_options()
    {
        using var cli = new CliRun();

        await cli.RunAsync("[suggest:7]", "argos m");
        Assert.That(cli.Output, Does.Contain("mutate"));
        await cli.RunAsync("[suggest:13]", "argos test --");
        Assert.That(cli.Output, Does.Contain("--fail-on-empty"));
    }

    [Test]
    public async Task Version_is_the_products()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("version"), Is.Zero);
        Assert.That(cli.Output, Does.Match(@"^argos \d+\.\d+\.\d+"));
    }
}
