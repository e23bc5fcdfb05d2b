namespace Argos.Rules.Mgmt.Watching;

/// <summary>Returns to the system what a long list has left behind; it would stay with the process for good.</summary>
internal static class ListMemory
{
    // Fewer leave nothing that is worth a pause.
    private const int Many = 2_000;

    /// <summary>
    /// Collects and compacts, which stops every thread for some tens of milliseconds. Lists are rare, and nothing here is in the way of a decision.
    /// </summary>
    /// <param name="objects">How long the list was.</param>
    public static void GiveBack(int objects)
    {
        if (objects >= Many) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
