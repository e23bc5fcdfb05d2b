using System.Collections.Immutable;

namespace Argos.Rules.Core.Snapshots;

/// <summary>Whether enough is known to decide.</summary>
internal interface IReadiness
{
    /// <summary>Why nothing may be decided with a snapshot; empty when it may. Asked when the snapshot was taken, never before.</summary>
    ImmutableArray<string> NotReadyReasons(Snapshot snapshot);
}
