namespace Argos.Rules.Engine.Management;

/// <summary>Returns to the system what reading a whole collection has left behind.</summary>
internal static class LoadedMemory
{
    /// <summary>
    /// Collects and compacts, which stops every thread for some tens of milliseconds. A collection is put as a whole into an engine that holds nothing
    /// of it yet, and so does not decide, or after a drift of many namespaces: seldom, and never in the flow of changes. Without it the process would keep
    /// the memory of its first minute for good.
    /// </summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
