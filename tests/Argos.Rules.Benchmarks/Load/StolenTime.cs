using System.Globalization;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>What other guests of the host took of this machine's processors: times measured meanwhile say little.</summary>
internal static class StolenTime
{
    // USER_HZ, which Linux fixes for what it tells in /proc.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of all processors since the machine started; 0 where the host does not tell.</summary>
    public static double Seconds() => long.Parse(File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[8], CultureInfo.InvariantCulture) / TicksPerSecond;
}
