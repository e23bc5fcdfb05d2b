using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>What the cases reached, as a table for a person: one row a policy, and below it each place that no case reached.</summary>
internal static class CoverageText
{
    private static readonly string[] Heads = ["coverage", "lines", "branches"];

    public static void Write(ImmutableArray<TestedPolicy> tested, Terminal terminal)
    {
        var measured = tested.Where(static t => t.Coverage is not null).ToArray();
        if (measured.Length == 0) return;
        string[][] rows = [Heads, .. measured.Select(static t => (string[])[t.File.Shown, Share(t.Coverage!.LinePercent, t.Coverage.LinesHit, t.Coverage.Lines.Length), Share(t.Coverage.BranchPercent, t.Coverage.BranchesHit, t.Coverage.Branches)])];
        var widths = Enumerable.Range(0, Heads.Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(Line(rows[0], widths));
        foreach (var (row, policy) in rows[1..].Zip(measured))
        {
            terminal.Out.WriteLine(Line(row, widths));
            if (policy.Coverage!.Problem is { } problem) terminal.Out.WriteLine($"  {terminal.Bad(problem)}");
            foreach (var (line, col, words) in Gaps(policy.Coverage)) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {policy.File.Shown}:{line}:{col}: {terminal.Odd(words)}"));
        }
    }

    /// <summary>Of a hundred, rounded down: what is not whole does not look so.</summary>
    public static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent * 10) / 10:F1}");

    /// <summary>The gaps in words. What is on a line that no case reaches is not reported once more.</summary>
    public static IEnumerable<(int Row, int Col, string Words)> Gaps(PolicyCoverage coverage)
    {
        var unreached = coverage.Gaps.Where(static g => g.Side == "line").Select(static g => g.Row).ToHashSet();
        return coverage.Gaps.Where(g => g.Side == "line" || !unreached.Contains(g.Row)).GroupBy(static g => (g.Row, g.Col, g.Text)).Select(static g => (g.Key.Row, g.Key.Col, Words([.. g])));
    }

    private static string Words(CoverageGap[] sides) => sides switch
    {
        [{ Side: "line" }] => "no case comes here",
        [{ Side: "arm" }] => $"no case takes this arm: `{sides[0].Text}`",
        [_] => $"in no case {sides[0].Side}: `{sides[0].Text}`",
        _ => $"no case comes to: `{sides[0].Text}`",
    };

    private static string Share(double percent, int hit, int all) => string.Create(CultureInfo.InvariantCulture, $"{Percent(percent),5} % ({hit} of {all})");

    private static string Line(string[] row, int[] widths) => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
}
