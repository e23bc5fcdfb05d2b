using System.Globalization;

namespace Argos.Rules.Contracts.Data;

/// <summary>
/// Times as RFC 3339 writes them: date, time and offset, all of them. What leaves one out would be completed by the clock or
/// the zone of the machine, and the same input would give another answer elsewhere or tomorrow.
/// </summary>
public static class ExactTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The shortest form, without an offset.</summary>
    private const int MinimumLength = 19;

    /// <summary>Reads a time; <see langword="false"/> for anything but a whole one such as <c>2026-03-01T12:00:00Z</c> or <c>2026-03-01T13:00:00.5+01:00</c>.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: > MinimumLength and <= 40 } && HasOffset(text)
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static bool HasOffset(string text) => text[^1] == 'Z' || (text[^3] == ':' && text[^6] is '+' or '-');
}
