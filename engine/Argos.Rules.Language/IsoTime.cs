using System.Globalization;

namespace Argos.Rules.Language;

/// <summary>Times as texts: ISO 8601, UTC, always. A reader who compares two records must not have to know where they were written.</summary>
internal static class IsoTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    /// <summary>For example <c>2026-03-01T12:00:00Z</c>; with milliseconds when there are any.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
