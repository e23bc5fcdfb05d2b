using System.Collections.Immutable;

namespace Argos.Rules.Testing;

/// <summary>What the cases of a tests file reached, per policy in order of id.</summary>
internal sealed record Coverage(ImmutableArray<PolicyCoverage> Policies);

/// <summary>What the cases reached of one policy.</summary>
/// <param name="Policy">Its id.</param>
/// <param name="Lines">Its lines with a statement, in order.</param>
/// <param name="Gaps">What no case reached, in order of place.</param>
/// <param name="Problem">Why there is no coverage, in words; <see langword="null"/> when there is.</param>
internal sealed record PolicyCoverage(string Policy, ImmutableArray<CoveredLine> Lines, ImmutableArray<CoverageGap> Gaps, string? Problem = null)
{
    /// <summary>How many lines were reached.</summary>
    public int LinesHit => Lines.Count(static l => l.Hits > 0);

    /// <summary>The sides of conditions (true and false) and the arms of switches.</summary>
    public int Branches => Lines.Sum(static l => l.Branches);

    /// <summary>How many of them were taken.</summary>
    public int BranchesHit => Lines.Sum(static l => l.BranchesHit);

    /// <summary>Of 100; 100 when there is nothing to reach, 0 when it could not be measured.</summary>
    public double LinePercent => Percent(LinesHit, Lines.Length);

    /// <summary>Of 100; 100 when there is nothing to reach, 0 when it could not be measured.</summary>
    public double BranchPercent => Percent(BranchesHit, Branches);

    private double Percent(int hit, int all) => Problem is not null ? 0 : all == 0 ? 100 : 100.0 * hit / all;
}

/// <summary>One line with a statement.</summary>
/// <param name="Row">The line, from 1.</param>
/// <param name="Hits">How often its first statement was reached.</param>
/// <param name="Branches">How many branches begin on it.</param>
/// <param name="BranchesHit">How many of them were taken.</param>
internal sealed record CoveredLine(int Row, int Hits, int Branches, int BranchesHit);

/// <summary>What no case reached.</summary>
/// <param name="Row">The line, from 1.</param>
/// <param name="Col">The column, from 1.</param>
/// <param name="Side"><c>true</c> or <c>false</c>: the condition never came to it; <c>arm</c>: the arm was never taken; <c>line</c>: the line was never reached.</param>
/// <param name="Text">The source text of the condition or arm; empty for a line.</param>
internal sealed record CoverageGap(int Row, int Col, string Side, string Text);
