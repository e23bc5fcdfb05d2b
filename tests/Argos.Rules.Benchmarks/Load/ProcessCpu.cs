using System.Globalization;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>The processor time that a process has used.</summary>
internal static class ProcessCpu
{
    // USER_HZ, which Linux fixes for what it tells in /proc.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time in seconds.</summary>
    public static double Seconds(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        // The name may hold blanks; the fields count from behind its closing parenthesis.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
