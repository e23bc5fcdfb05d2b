using System.Globalization;

namespace Argos.Rules.Cli.Reports;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    public static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A time as a person reads it.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F0} ms");
}
