using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Core.Facts;
using Argos.Rules.Core.Snapshots;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions;

/// <summary>A decision that was made, for the shadow policies.</summary>
/// <param name="DecisionId">The decision's id.</param>
/// <param name="Snapshot">What it was made with.</param>
/// <param name="Confirmation">What ZTS asked.</param>
/// <param name="Input">The same, read.</param>
/// <param name="Now">The time of its last evaluation.</param>
/// <param name="Facts">What it knew of facts. The decision does not use them any more.</param>
internal sealed record ShadowCase(string DecisionId, Snapshot Snapshot, InstanceConfirmation Confirmation, PolicyInput Input, DateTimeOffset Now, DecisionFacts Facts)
{
    /// <summary>What was decided.</summary>
    public DecisionOutcome Live { get; init; } = DecisionOutcome.Undecided;

    /// <summary>About how many bytes of the request it keeps in memory.</summary>
    public long Bytes => 2L * ((Confirmation.AttestationData?.Length ?? 0) + Confirmation.Attributes.Sum(static a => a.Key.Length + a.Value.Length));
}
