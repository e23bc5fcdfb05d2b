using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Argos.Rules.Compiler.Syntax;
using Argos.Rules.Engine.Tests.Architecture;
using Argos.Rules.Engine.Tests.Sandbox.Verification;
using Microsoft.CodeAnalysis.CSharp;

namespace Argos.Rules.Engine.Tests.Sandbox;

/// <summary>What the sandbox's README claims has the tests that it names, and its numbers are those of the code.</summary>
internal sealed partial class SandboxReadmeTests
{
    private static readonly string Text = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "engine"), "README.md",
        SearchOption.AllDirectories)
        .Select(File.ReadAllText).Single(static text => text.StartsWith("# The sandbox", StringComparison.Ordinal));

    private static IEnumerable<string> Claims => Text[Text.IndexOf("## What is shown, and by what", StringComparison.Ordinal)..].Split('\n')
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);

    [TestCaseSource(nameof(Claims))]
    public void Claim_is_shown_by_tests_or_benchmarks_that_are_there(string claim)
    {
        var shownBy = claim.Split('|')[2];
        var tests = TestName().Matches(shownBy);
        var benchmarks = Benchmark().Matches(shownBy);

        Assert.That(tests.Count + benchmarks.Count, Is.Positive, "nothing shows it");
        foreach (var named in tests.Select(static m => m.Groups)) AssertIsThere(named["type"].Value, named["method"].Value);
        var program = File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "Argos.Rules.Benchmarks", "Program.cs"));
        foreach (Match named in benchmarks) Assert.That(program, Does.Contain($"case [\"{named.Groups[1].Value}\""), claim);
    }

    [Test]
    public void Numbers_are_those_of_the_code()
    {
        Assert.That(NumberBefore("kinds of nodes"), Is.EqualTo(Enum.GetValues<SyntaxKind>().Distinct().Count(AllowedSyntax.Contains)));
        Assert.That(NumberBefore("hostile scripts"),
            Is.LessThanOrEqualTo(ScriptCase.In("cpu", "memory", "stack", "escape", "state", "text", "syntax").Count()));
        Assert.That(NumberBefore("bodies written by hand"),
            Is.LessThanOrEqualTo(StackCases.All.Concat(ObjectCases.All).Concat(FlowCases.All).Count()));
    }

    private static void AssertIsThere(string type, string method)
    {
        var found = Assembly.GetExecutingAssembly().GetTypes().SingleOrDefault(t => t.Name == type);
        Assert.That(found, Is.Not.Null, type);
        if (method.Length == 0) Assert.That(found!.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            Is.Not.Empty, type);
        else Assert.That(found!.GetMethod(method), Is.Not.Null, $"{type}.{method}");
    }

    private static int NumberBefore(string words) =>
        int.Parse(Regex.Match(Text, $@"(\d+) {Regex.Escape(words)}", RegexOptions.NonBacktracking).Groups[1].Value,
            CultureInfo.InvariantCulture);

    [GeneratedRegex(@"`(?:[A-Za-z]+/)*(?<type>[A-Z][A-Za-z0-9]*Tests)(?:\.(?<method>[A-Za-z0-9_]+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex("benchmark `([a-z]+)")]
    private static partial Regex Benchmark();
}
