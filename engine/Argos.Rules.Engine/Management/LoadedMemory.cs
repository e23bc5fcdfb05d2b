namespace Argos.Rules.Engine.Management;

/// <summary>Returns to the system what reading a whole collection has left behind.</summary>
internal static class LoadedMemory
{
    /// <summary>
    /// Collects and compacts, which stops every thread for some tens of milliseconds: only for an engine that does not decide yet. Without it the
    /// process would keep the memory of its first minute for good.
    /// </summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
