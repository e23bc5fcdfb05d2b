using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Core.Sync;

/// <summary>What becomes of a declaration.</summary>
internal abstract record SyncOutcome
{
    private SyncOutcome()
    {
    }

    /// <summary>It agrees with what is held.</summary>
    internal sealed record Agreed : SyncOutcome;

    /// <summary>It differs from what is held.</summary>
    internal sealed record Differs(SyncInventory Inventory) : SyncOutcome;

    /// <summary>It cannot be understood.</summary>
    internal sealed record Invalid(string Problem) : SyncOutcome;
}
