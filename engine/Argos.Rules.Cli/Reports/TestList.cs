using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Reports;

/// <summary>The JSON of `argos test`.</summary>
internal sealed record TestList(int Passed, int Failed, ImmutableArray<TestListPolicy> Policies);

/// <summary>One policy of it.</summary>
internal sealed record TestListPolicy(string Name, string File, string? Tests, double Seconds, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<TestListCase> Cases);

/// <summary>One case of it.</summary>
internal sealed record TestListCase(string Name, Location Location, bool Passed, ImmutableArray<string> Differences, DecisionOutcome Outcome, ImmutableArray<string> Codes);
