using System.Globalization;
using System.Text;

namespace Argos.Rules.Sandbox.Redaction;

/// <summary>
/// What a text that is to be shown says when it is read in another way: as hexadecimal, base64 or base64url, as character codes, or
/// backwards. A secret that a policy wrote in one of these is found in what comes out. Separators do not matter, as with
/// <see cref="SharedPiece"/>: "65 79 4a", "\x65\x79" and "%65%79" are the same.
/// </summary>
internal static class DecodedText
{
    // Shorter runs of digits are words and numbers: a piece that gives something away has eight characters at least.
    private const int MinimumHexDigits = 2 * SharedPiece.Minimum;
    private const int MinimumBase64Digits = (4 * SharedPiece.Minimum / 3) + 1;
    private const int MinimumCodes = SharedPiece.Minimum;

    private const string AmbiguousDigits = "+-/_";

    /// <summary>The text, and behind it each reading of it that may hold something.</summary>
    /// <param name="shown">The text as it would be shown: cut already.</param>
    public static string WithReadings(string shown)
    {
        var all = new StringBuilder(shown, 6 * shown.Length);
        AppendHex(shown, all);
        AppendBase64(shown, all);
        AppendCodes(shown, all);
        for (var i = shown.Length - 1; i >= 0; i--) all.Append(shown[i]);
        return all.ToString();
    }

    /// <summary>Pairs of digits, from the first digit and from the second: another digit may stand before them.</summary>
    private static void AppendHex(string shown, StringBuilder all)
    {
        var digits = new List<int>(shown.Length);
        for (var i = 0; i < shown.Length; i++)
        {
            // The zero of a prefix `0x` belongs to no pair.
            if (shown[i] == '0' && i + 1 < shown.Length && shown[i + 1] is 'x' or 'X') continue;
            if (char.IsAsciiHexDigit(shown[i])) digits.Add(HexDigit(shown[i]));
        }
        if (digits.Count < MinimumHexDigits) return;
        for (var start = 0; start < 2; start++)
        {
            for (var i = start; i + 1 < digits.Count; i += 2) all.Append((char)((digits[i] << 4) | digits[i + 1]));
        }
    }

    /// <summary>
    /// Groups of four, from each of the first four: words before them shift them. What may be a separator or a digit is read as both.
    /// </summary>
    private static void AppendBase64(string shown, StringBuilder all)
    {
        AppendBase64(shown, highest: 63, all);
        if (shown.AsSpan().ContainsAny(AmbiguousDigits)) AppendBase64(shown, highest: 61, all);
    }

    private static void AppendBase64(string shown, int highest, StringBuilder all)
    {
        var digits = new List<int>(shown.Length);
        foreach (var c in shown)
        {
            if (Base64Digit(c) is >= 0 and var digit && digit <= highest) digits.Add(digit);
        }
        if (digits.Count < MinimumBase64Digits) return;
        for (var start = 0; start < 4; start++)
        {
            for (var i = start; i + 1 < digits.Count; i += 4)
            {
                var bits = 0;
                for (var j = 0; j < 4; j++) bits = (bits << 6) | (i + j < digits.Count ? digits[i + j] : 0);
                all.Append((char)(bits >> 16)).Append((char)((bits >> 8) & 0xFF)).Append((char)(bits & 0xFF));
            }
        }
    }

    /// <summary>Decimal numbers, each the code of a character.</summary>
    private static void AppendCodes(string shown, StringBuilder all)
    {
        var codes = new StringBuilder();
        for (var i = 0; i < shown.Length;)
        {
            var end = i;
            while (end < shown.Length && char.IsAsciiDigit(shown[end])) end++;
            if (end == i)
            {
                i++;
                continue;
            }
            if (end - i <= 3 && int.Parse(shown.AsSpan(i, end - i), NumberStyles.None,
                CultureInfo.InvariantCulture) is < 0x80 and var code) codes.Append((char)code);
            i = end;
        }
        if (codes.Length >= MinimumCodes) all.Append(codes);
    }

    private static int HexDigit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private static int Base64Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };
}
