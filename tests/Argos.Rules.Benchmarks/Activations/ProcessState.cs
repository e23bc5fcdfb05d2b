using System.Globalization;

namespace Argos.Rules.Benchmarks.Activations;

/// <summary>What a process holds, as Linux tells it.</summary>
/// <param name="ResidentBytes">Memory in RAM.</param>
/// <param name="Handles">Open files, sockets and pipes.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Mappings">Areas of its address space.</param>
internal readonly record struct ProcessState(long ResidentBytes, int Handles, int Threads, int Mappings)
{
    public static ProcessState Of(int process) => new(
        1024 * Status(process, "VmRSS:"),
        Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count(),
        (int)Status(process, "Threads:"),
        File.ReadLines($"/proc/{process}/maps").Count());

    private static long Status(int process, string name) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
