using System.Text.Json;
using Argos.Rules.Cli.Formatting;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`new`, `fmt`, `docs`, `bench`, `completion`, `version`.</summary>
internal sealed class AuthoringCommandTests
{
    [Test]
    public async Task New_policy_passes_its_tests_and_no_mutant_survives()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("new", "teams/payments"), Is.Zero, cli.Error);
        Assert.That(cli.Output, Is.EqualTo("teams/payments/policy.csx\nteams/payments/tests.yaml\n"));
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
        Assert.That(cli.Read("a/.argos/PolicyGlobals.cs"), Does.Contain("public static PolicyInput Input => Context.Input;").And.Contain("public static PolicyAnswer Deny(string code, string? detail = null) => new(Context.Deny(code, detail));"));
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
