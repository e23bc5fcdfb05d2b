using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>What came of one policy's tests.</summary>
/// <param name="File">The policy.</param>
/// <param name="Diagnostics">What is wrong with the policy or its tests file; with an error no case ran.</param>
/// <param name="Cases">The results of the cases that were asked for.</param>
/// <param name="Elapsed">How long it took, compilation included.</param>
internal sealed record TestedPolicy(PolicyFile File, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<PolicyTestResult> Cases, TimeSpan Elapsed)
{
    /// <summary>What the cases reached; <see langword="null"/> when it was not asked for, or the policy has errors.</summary>
    public PolicyCoverage? Coverage { get; init; }

    public bool IsBroken => Diagnostics.Any(static d => d.Severity == "error");

    public int Failed => Cases.Count(static c => !c.Passed);
}
