using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Reports;

/// <summary>The JSON of `argos test`.</summary>
internal sealed record TestList(int Passed, int Failed, ImmutableArray<TestListPolicy> Policies);

/// <summary>One policy of it.</summary>
internal sealed record TestListPolicy(string Name, string File, string? Tests, double Seconds, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<TestListCase> Cases, TestListCoverage? Coverage);

/// <summary>One case of it; the trace only when it failed.</summary>
internal sealed record TestListCase(string Name, Location Location, bool Passed, ImmutableArray<string> Differences, DecisionOutcome Outcome, ImmutableArray<string> Codes, ImmutableArray<PolicyTrace>? Trace);

/// <summary>What the cases of one policy reached, when it was asked for.</summary>
internal sealed record TestListCoverage(double LinePercent, int LinesHit, int Lines, double BranchPercent, int BranchesHit, int Branches, ImmutableArray<CoverageGap> Gaps, string? Problem);
