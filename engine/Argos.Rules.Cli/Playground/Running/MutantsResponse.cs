using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>What came of the mutants of a project.</summary>
/// <param name="Diagnostics">Why none was tried, or what is wrong with the list of accepted ones.</param>
/// <param name="Survivors">Those that no case noticed.</param>
/// <param name="Mutants">How many there were.</param>
/// <param name="Killed">How many a case noticed.</param>
/// <param name="Score">Of a hundred that could be noticed, how many were.</param>
internal sealed record MutantsResponse(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Survivors, int Mutants,
    int Killed, double Score);
