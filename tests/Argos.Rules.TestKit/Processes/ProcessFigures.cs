using System.Globalization;

namespace Argos.Rules.TestKit.Processes;

/// <summary>What Linux tells of a process.</summary>
public static class ProcessFigures
{
    /// <summary>Its memory in RAM, in bytes.</summary>
    public static long Resident(int process) => Status(process, "VmRSS:");

    /// <summary>The most of it that there was since the process began, or since <see cref="ForgetPeak"/>.</summary>
    public static long PeakResident(int process) => Status(process, "VmHWM:");

    /// <summary>Lets the peak begin at what it has now.</summary>
    public static void ForgetPeak(int process) => File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/clear_refs"), "5");

    /// <summary>Its children whose command line has a word.</summary>
    public static IReadOnlyList<int> Children(int process, string word) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(static folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == process && CommandOf(id).Contains(word, StringComparison.Ordinal)),
    ];

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static long Status(int process, string name) => 1024 * long.Parse(
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
