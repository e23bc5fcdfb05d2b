namespace Argos.Rules.Language;

/// <summary>The syntax of host names (RFC 1123), lower case only: one spelling for one name.</summary>
internal static class DnsSyntax
{
    public const int MaximumLabel = 63;
    public const int MaximumName = 253;

    public static bool IsLabel(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLabel || text[0] == '-' || text[^1] == '-') return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }
        return true;
    }

    /// <summary>Labels between single dots, none at either end.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumName) return false;
        foreach (var range in text.Split('.'))
        {
            if (!IsLabel(text[range])) return false;
        }
        return true;
    }

    /// <summary>Whether the name lies below the suffix; what stands before the dot that divides them.</summary>
    public static bool TrySplit(ReadOnlySpan<char> name, string suffix, out ReadOnlySpan<char> head)
    {
        var dot = name.Length - suffix.Length - 1;
        var below = dot > 0 && name[dot] == '.' && name.EndsWith(suffix, StringComparison.Ordinal);
        head = below ? name[..dot] : default;
        return below;
    }
}
