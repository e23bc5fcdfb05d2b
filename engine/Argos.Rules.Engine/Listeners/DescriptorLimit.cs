using System.Runtime.InteropServices;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// How many connections the process may have: each takes a file descriptor, and a process that has none left can neither start a
/// compiler nor read its certificates.
/// </summary>
internal static partial class DescriptorLimit
{
    /// <summary>What is kept for everything but connections: files, pipes to child processes, connections to others.</summary>
    internal const int Reserve = 160;

    // RLIMIT_NOFILE of Linux.
    private const int Descriptors = 7;

    /// <summary>How many connections the limit of the process leaves; <see langword="null"/> where there is none, or it is not known.</summary>
    public static int? Connections() =>
        OperatingSystem.IsLinux() && Read(Descriptors, out var limit) == 0 && limit.Soft < int.MaxValue ? Math.Max(8, (int)limit.Soft - Reserve) : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Read(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
