using System.Runtime.InteropServices;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// How many connections the process may have: each takes a file descriptor, and a process that has none left can neither start a
/// compiler nor read its certificates.
/// </summary>
internal static partial class DescriptorLimit
{
    /// <summary>
    /// What is kept for everything but connections: files, pipes to child processes, connections to others, and the program's own assemblies,
    /// which keep two descriptors each where they are files of their own. An engine that has compiled and decided has some 220.
    /// </summary>
    internal const int Reserve = 288;

    /// <summary>The fewest connections with which an engine is of any use.</summary>
    private const int MinimumConnections = 48;

    // RLIMIT_NOFILE of Linux.
    private const int Descriptors = 7;

    /// <summary>How many connections the limit of the process leaves; <see langword="null"/> where there is none, or it is not known.</summary>
    public static int? Connections() => Limit() is { } limit ? Math.Max(8, limit - Reserve) : null;

    /// <summary>
    /// Why the process cannot start: with so few descriptors it would end as soon as a file cannot be opened. <see langword="null"/> when it can.
    /// </summary>
    public static string? Problem() => Limit() is { } limit && limit < Reserve + MinimumConnections
        ? $"the process may have {limit} open files (RLIMIT_NOFILE) and needs {Reserve + MinimumConnections} at least; raise the limit (`ulimit -n`, `LimitNOFILE=`)"
        : null;

    private static int? Limit() => OperatingSystem.IsLinux() && Read(Descriptors, out var limit) == 0 && limit.Soft < int.MaxValue ? (int)limit.Soft : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Read(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
