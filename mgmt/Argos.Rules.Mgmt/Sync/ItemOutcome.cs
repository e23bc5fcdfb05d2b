using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>What became of a desired item.</summary>
/// <param name="Item">What was wanted.</param>
/// <param name="InForce">The content hash of what the engine holds in its place; <see langword="null"/> when it holds nothing.</param>
/// <param name="Errors">Why it holds something else; empty when it holds what was wanted.</param>
internal sealed record ItemOutcome(DesiredItem Item, UInt128? InForce, ImmutableArray<Diagnostic> Errors)
{
    /// <summary>Whether it was in force once and nothing is in its place.</summary>
    public bool IsMissing { get; init; }
}
