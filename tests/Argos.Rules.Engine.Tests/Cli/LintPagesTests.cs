using System.Text.RegularExpressions;
using Argos.Rules.Cli.Reference;
using Argos.Rules.Engine.Tests.Sandbox;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>Every code of an error or warning has a page, and the examples of the pages do what they say.</summary>
internal sealed partial class LintPagesTests
{
    [Test]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        var used = Directory.EnumerateFiles(Path.Combine(BuiltOutput.Root, "engine"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Reference/", StringComparison.Ordinal))
            .SelectMany(static f => Code().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.That(LintPages.Codes, Is.EqualTo(used));
    }

    [Test]
    public void File_in_policies_is_what_the_command_prints() =>
        Assert.That(File.ReadAllText(Path.Combine(BuiltOutput.Root, "policies/LINTS.md")), Is.EqualTo(LintPages.All));

    [TestCaseSource(nameof(Examples))]
    public void Example_is_reported_and_its_remedy_is_not(string code, string example, bool reported)
    {
        var found = Harness.Compile(example).Diagnostics.Select(static d => d.Code).ToArray();

        Assert.That(found.Contains(code, StringComparer.Ordinal), Is.EqualTo(reported), string.Join(", ", found));
        if (!reported) Assert.That(found.Where(static c => c.StartsWith("ARG", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Docs_prints_one_page()
    {
        using var cli = new CliRun();

        Assert.That(await cli.RunAsync("docs", "arg1002"), Is.Zero);
        Assert.That(cli.Output, Does.StartWith("## ARG1002 A grant without a look\n").And.Not.Contain("ARG1003"));
        Assert.That(await cli.RunAsync("docs", "ARG9999"), Is.EqualTo(2));
    }

    private static IEnumerable<TestCaseData> Examples() =>
        from code in LintPages.Codes
        from Match block in Block().Matches(LintPages.Find(code)!)
        let reported = block.Groups[1].Value == "reported"
        select new TestCaseData(code, block.Groups[2].Value, reported).SetArgDisplayNames(code, block.Groups[1].Value);

    [GeneratedRegex("\"(ARG\\d{4})\"", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("```csharp\n// (reported|fine)\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Block();
}
