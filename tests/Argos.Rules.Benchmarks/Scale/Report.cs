using System.Globalization;

namespace Argos.Rules.Benchmarks.Scale;

/// <summary>A table of figures, each beside its target.</summary>
internal static class Report
{
    public static void Machine(string note) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}, load {LoadAverage()}; {note}"));

    public static void Print(string what, double value, string unit, double? target = null)
    {
        var verdict = target is { } limit ? string.Create(CultureInfo.InvariantCulture, $"  target {limit:#,0.##} {unit}: {(value <= limit ? "met" : "missed")}") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-84} {value,12:#,0.##} {unit}{verdict}"));
    }

    /// <summary>The value below which a part of the values lie.</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * part)];
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
