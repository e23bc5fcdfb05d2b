using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Decisions;

namespace Argos.Rules.Core.Trials;

/// <summary>What came of a trial.</summary>
/// <param name="Evaluation">What the policies said; <see langword="null"/> when they used up what a trial may take.</param>
/// <param name="Traces">How they came to it, when it was asked for.</param>
/// <param name="Problem">Why there is no evaluation, in words.</param>
internal sealed record TrialOutcome(Evaluation? Evaluation, ImmutableArray<PolicyTrace> Traces, string? Problem = null)
{
    /// <summary>The ids of the policies that used up their budget.</summary>
    public ImmutableArray<string> Exhausted { get; init; } = [];

    public static TrialOutcome Failed(string problem) => new(null, [], problem);
}
