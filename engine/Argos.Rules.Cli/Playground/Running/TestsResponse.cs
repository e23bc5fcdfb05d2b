using System.Collections.Immutable;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What came of the tests of a project.</summary>
/// <param name="Diagnostics">What is wrong with the policy or its tests; with an error no case ran.</param>
/// <param name="Cases">The cases, in order.</param>
/// <param name="Coverage">What they reached; <see langword="null"/> when the policy has errors.</param>
/// <param name="Milliseconds">How long it took, compilation included.</param>
internal sealed record TestsResponse(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<TestListCase> Cases, PolicyCoverage? Coverage,
    double Milliseconds);
