using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>Writes results in the forms that people and tools read.</summary>
internal static class TestReport
{
    /// <summary>The form that has nothing but the coverage.</summary>
    public const string Cobertura = "cobertura";

    public static readonly string[] Forms = ["text", "json", "junit", Cobertura, "sarif", "github"];

    public static void Write(ImmutableArray<TestedPolicy> tested, string form, bool verbose, Terminal terminal)
    {
        switch (form)
        {
            case "json":
                terminal.Document(JsonSerializer.Serialize(List(tested), CliJson.Readable.TestList));
                break;
            case "junit":
                terminal.Document(JUnit.Of(tested));
                break;
            case Cobertura:
                terminal.Document(CoberturaXml.Of(tested, terminal));
                foreach (var problem in tested.SelectMany(static t => t.Diagnostics)) terminal.Error.WriteLine(DiagnosticReport.Text(problem, terminal));
                break;
            case "sarif" or "github":
                DiagnosticReport.Write(TestFindings.Of(tested), form, "argos test", terminal);
                break;
            default:
                TestText.Write(tested, verbose, terminal);
                break;
        }
    }

    private static TestList List(ImmutableArray<TestedPolicy> tested)
    {
        var failed = tested.Sum(static t => t.Failed);
        return new TestList(tested.Sum(static t => t.Cases.Length) - failed, failed, [.. tested.Select(Policy)]);
    }

    private static TestListPolicy Policy(TestedPolicy t) =>
        new(t.File.Name, t.File.Shown, t.File.TestsShown, Math.Round(t.Elapsed.TotalSeconds, 3), t.Diagnostics, [.. t.Cases.Select(Case)], t.Coverage is null ? null : Coverage(t.Coverage));

    private static TestListCase Case(PolicyTestResult c) => new(c.Name, c.Location, c.Passed, c.Differences, c.Got.Outcome, c.Got.Codes, c.Trace.IsEmpty ? null : c.Trace);

    private static TestListCoverage Coverage(PolicyCoverage c) =>
        new(Math.Round(c.LinePercent, 2), c.LinesHit, c.Lines.Length, Math.Round(c.BranchPercent, 2), c.BranchesHit, c.Branches, c.Gaps, c.Problem);
}
