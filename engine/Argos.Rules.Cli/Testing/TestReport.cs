using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Testing;

/// <summary>Writes results in the forms that people and tools read.</summary>
internal static class TestReport
{
    public static readonly string[] Forms = ["text", "json", "junit", "sarif", "github"];

    public static void Write(ImmutableArray<TestedPolicy> tested, string form, bool verbose, Terminal terminal)
    {
        switch (form)
        {
            case "json":
                terminal.Out.WriteLine(JsonSerializer.Serialize(List(tested), CliJson.Readable.TestList));
                break;
            case "junit":
                terminal.Out.WriteLine(JUnit.Of(tested));
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
        var policies = tested.Select(static t => new TestListPolicy(t.File.Name, t.File.Shown, t.File.TestsShown, Math.Round(t.Elapsed.TotalSeconds, 3), t.Diagnostics,
            [.. t.Cases.Select(static c => new TestListCase(c.Name, c.Location, c.Passed, c.Differences, c.Got.Outcome, c.Got.Codes))]));
        var failed = tested.Sum(static t => t.Failed);
        return new TestList(tested.Sum(static t => t.Cases.Length) - failed, failed, [.. policies]);
    }
}
