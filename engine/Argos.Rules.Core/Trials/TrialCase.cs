using System.Collections.Immutable;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Data;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Policies.Providers;

namespace Argos.Rules.Core.Trials;

/// <summary>What is tried out: some policies on one input.</summary>
/// <param name="Policies">The policies, in order of id; each must have its image.</param>
/// <param name="Data">The data that they may read.</param>
/// <param name="Confirmation">The input.</param>
/// <param name="Operation">Register or refresh.</param>
/// <param name="Now">The time.</param>
/// <param name="Facts">The facts; what is asked for is looked up here, and nothing is fetched.</param>
/// <param name="Revision">The revision of the snapshot.</param>
internal sealed record TrialCase(
    ImmutableArray<ProviderPolicy> Policies,
    DataTree Data,
    InstanceConfirmation Confirmation,
    InstanceOperation Operation,
    DateTimeOffset Now,
    DecisionFacts Facts,
    long Revision)
{
    /// <summary>One of <see cref="ExplainModes"/>.</summary>
    public string Explain { get; init; } = ExplainModes.Off;

    /// <summary>The traced images of the policies, for an explanation.</summary>
    public TracedImages Traced { get; init; } = TracedImages.Empty;
}
