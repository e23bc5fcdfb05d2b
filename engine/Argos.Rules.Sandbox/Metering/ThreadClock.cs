using System.Runtime.InteropServices;

namespace Argos.Rules.Sandbox.Metering;

/// <summary>The processor time of the current thread.</summary>
internal static partial class ThreadClock
{
    // Linux's CLOCK_THREAD_CPUTIME_ID.
    private const int ThreadCpuTime = 3;

    /// <summary>What the thread has used of a processor; nothing where the platform does not tell.</summary>
    public static TimeSpan? Used() =>
        OperatingSystem.IsLinux() && Read(ThreadCpuTime, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100) : null;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
