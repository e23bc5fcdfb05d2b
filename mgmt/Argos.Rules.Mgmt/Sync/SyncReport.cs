using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>What became of everything desired, at one moment.</summary>
/// <param name="Maps">The ConfigMaps that were read.</param>
/// <param name="Problems">The keys that could not be used.</param>
/// <param name="Outcomes">What became of the others.</param>
internal sealed record SyncReport(ImmutableArray<ConfigMap> Maps, ImmutableArray<DesiredProblem> Problems, ImmutableArray<ItemOutcome> Outcomes)
{
    /// <summary>What policies say against the settings documents that are in force.</summary>
    public ImmutableArray<InvalidSetting> InvalidSettings { get; init; } = [];
}
