using System.Globalization;
using Argos.Rules.Language;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>How long a number or time can come out by a format: its precision counts, and its own length.</summary>
internal static class Formats
{
    public static long Length(string? format)
    {
        const int Plain = 40;
        if (format is null) return Plain;
        var (digits, number) = (0L, 0L);
        foreach (var c in format)
        {
            number = char.IsAsciiDigit(c) ? Math.Min((number * 10) + (c - '0'), int.MaxValue) : 0;
            digits = Math.Max(digits, number);
        }
        return Plain + (16L * format.Length) + digits;
    }

    /// <summary>A time without a format, ISO 8601 and UTC; <see langword="null"/> for what is none.</summary>
    public static string? Time<T>(T value, string? format) =>
        value is DateTimeOffset time && string.IsNullOrEmpty(format) ? IsoTime.Text(time) : null;

    public static string Text<T>(T value, string? format) where T : IFormattable
    {
        Cost.Text(Length(format));
        if (Time(value, format) is { } time) return time;
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
