using System.Collections.Immutable;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Explain;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>The results for a person: what failed and why, and one line at the end.</summary>
internal static class TestText
{
    private const string Indent = "       ";

    public static void Write(ImmutableArray<TestedPolicy> tested, bool verbose, Terminal terminal)
    {
        foreach (var policy in tested)
        {
            foreach (var diagnostic in policy.Diagnostics) terminal.Out.WriteLine(DiagnosticReport.Text(diagnostic, terminal));
            foreach (var test in policy.Cases.Where(c => verbose || !c.Passed)) WriteCase(policy, test, terminal);
            if (policy.IsBroken) continue;
            var word = policy.Cases.IsEmpty ? terminal.Odd("none") : policy.Failed > 0 ? terminal.Bad("FAIL") : terminal.Good("ok  ");
            var what = policy.File.TestsPath is null ? "no tests beside it" : $"{policy.Cases.Length - policy.Failed} of {Words.Count(policy.Cases.Length, "case")} passed";
            terminal.Out.WriteLine($"{word} {policy.File.Shown}: {what} ({Words.Time(policy.Elapsed)})");
        }
        CoverageText.Write(tested, terminal);
    }

    public static string Summary(ImmutableArray<TestedPolicy> tested)
    {
        var (cases, failed, broken) = (tested.Sum(static t => t.Cases.Length), tested.Sum(static t => t.Failed), tested.Count(static t => t.IsBroken));
        var elapsed = TimeSpan.FromTicks(tested.Sum(static t => t.Elapsed.Ticks));
        return $"{cases - failed} passed, {failed} failed in {Words.Count(tested.Length, "policy", "policies")}{(broken > 0 ? $", {broken} with errors" : "")} ({Words.Time(elapsed)})";
    }

    /// <summary>How the policies came to what they said in a case that failed.</summary>
    public static IEnumerable<string> Trace(PolicyTestResult test) => test.Trace.SelectMany(static t => TraceText.Render(t).TrimEnd('\n').Split('\n'));

    private static void WriteCase(TestedPolicy policy, PolicyTestResult test, Terminal terminal)
    {
        terminal.Out.WriteLine($"{(test.Passed ? terminal.Good("pass") : terminal.Bad("FAIL"))} {policy.File.Name}: {test.Name} {terminal.Faint($"({DiagnosticReport.Place(test.Location)})")}");
        foreach (var difference in test.Differences) terminal.Out.WriteLine(Indent + difference);
        foreach (var line in Trace(test)) terminal.Out.WriteLine(Indent + line);
    }
}
