using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Data;
using Argos.Rules.Engine.Policies;

namespace Argos.Rules.Engine.Snapshots;

/// <summary>Everything a decision depends on besides the confirmation and the time: immutable, taken once per decision.</summary>
/// <param name="Policies">The policies in force.</param>
/// <param name="Data">The replicated data.</param>
/// <param name="Revision">Grows with each change.</param>
internal sealed record Snapshot(PolicySet Policies, DataTree Data, long Revision)
{
    /// <summary>What an engine knows when it starts: nothing.</summary>
    public static Snapshot Empty { get; } = new(PolicySet.Empty, DataTree.Empty, 0);

    /// <summary>Whether what another snapshot says at a path, and below it, is the same, and the policies are.</summary>
    public bool IsSameAt(DataPath path, Snapshot other) => ReferenceEquals(Policies, other.Policies) && Data.IsSameAt(path, other.Data);
}
