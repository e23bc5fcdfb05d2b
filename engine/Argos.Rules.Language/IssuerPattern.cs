namespace Argos.Rules.Language;

/// <summary>Issuers that a policy accepts: exact, or with <c>*</c> for letters, digits and hyphens.</summary>
internal static class IssuerPattern
{
    public static bool AnyMatches(IReadOnlyList<string> patterns, string issuer)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], issuer)) return true;
        }
        return false;
    }

    /// <summary>Whether the whole issuer fits the pattern. <c>*</c> never stands for a dot or a slash, so it cannot move to another host.</summary>
    public static bool Matches(string pattern, string issuer)
    {
        if (string.IsNullOrEmpty(pattern)) return false;
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? string.Equals(pattern, issuer, StringComparison.Ordinal) : Matches(pattern.AsSpan(), issuer.AsSpan());
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // The last star and where its run began: what it stands for only ever grows, so no other star has to be tried again.
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                if (!IsWord(text[t])) return false;
                (star, mark) = (p++, ++t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0 && IsWord(text[mark]))
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }
        return p == pattern.Length;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
}
