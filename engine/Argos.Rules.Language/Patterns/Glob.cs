namespace Argos.Rules.Language.Patterns;

/// <summary>Globs: <c>*</c> stands for any characters, also none; <c>?</c> for one. Whole texts, and case counts.</summary>
internal static class Glob
{
    /// <summary>The longest pattern, in characters; a longer one fits nothing.</summary>
    public const int MaximumPattern = 256;

    /// <summary>Whether the whole text fits. An empty pattern fits nothing: one that is missing must not let anything pass.</summary>
    public static bool Fits(string? text, string? pattern)
    {
        if (text is null || pattern is null || pattern.Length is 0 or > MaximumPattern) return false;
        var (at, position, star, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (position < pattern.Length && pattern[position] == '*')
            {
                (star, resume) = (position++, at);
            }
            else if (position < pattern.Length && (pattern[position] == '?' || pattern[position] == text[at]))
            {
                (at, position) = (at + 1, position + 1);
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                (position, at) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }
        while (position < pattern.Length && pattern[position] == '*') position++;
        return position == pattern.Length;
    }

    /// <summary>What that takes at most, in steps.</summary>
    public static long Work(long characters, int pattern) => 1 + (((characters + 1) * (Math.Min(pattern, MaximumPattern) + 1L)) >> 2);
}
