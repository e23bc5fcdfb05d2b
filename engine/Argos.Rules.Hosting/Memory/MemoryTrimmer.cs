namespace Argos.Rules.Hosting.Memory;

/// <summary>
/// Returns to the system what reading a whole collection or a long list has left behind; it would stay with the process for good.
/// </summary>
internal static class MemoryTrimmer
{
    // Fewer leave nothing that is worth a pause.
    private const int Many = 2_000;

    /// <summary>
    /// Collects and compacts, which stops every thread for some tens of milliseconds. Lists are rare, and an engine into which a whole
    /// collection is put holds nothing of it yet, and so does not decide: seldom, and never in the flow of changes.
    /// </summary>
    /// <param name="objects">How many objects were read.</param>
    public static void Trim(int objects)
    {
        if (objects >= Many) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
