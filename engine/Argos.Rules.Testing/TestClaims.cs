using System.Globalization;
using System.Text.Json.Nodes;

namespace Argos.Rules.Testing;

/// <summary>The times in a token's claims: <c>now</c>, <c>now+1h</c>, <c>now-90s</c> (s, m, h, d), or seconds.</summary>
internal static class TestClaims
{
    public static bool IsTime(string claim) => claim is "exp" or "nbf" or "iat";

    public static bool IsReadable(string text) =>
        TryOffset(text, out _) || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>Puts times in the place of offsets.</summary>
    public static JsonObject Resolve(JsonObject claims, DateTimeOffset now)
    {
        var resolved = claims.DeepClone().AsObject();
        foreach (var (name, value) in claims)
        {
            if (IsTime(name) && value is JsonValue text && text.TryGetValue(out string? offset) && TryOffset(offset, out var seconds)) resolved[name] = now.ToUnixTimeSeconds() + seconds;
        }
        return resolved;
    }

    public static bool TryOffset(string text, out long seconds)
    {
        seconds = 0;
        if (text == "now") return true;
        if (text.Length < 6 || !text.StartsWith("now", StringComparison.Ordinal) || text[3] is not ('+' or '-')) return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (unit == 0 || !int.TryParse(text.AsSpan(4, text.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        seconds = (text[3] == '-' ? -1L : 1L) * unit * count;
        return true;
    }
}
