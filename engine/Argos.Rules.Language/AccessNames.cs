namespace Argos.Rules.Language;

/// <summary>What the access check of ZTS takes as names. What it would refuse is not asked.</summary>
internal static class AccessNames
{
    private const int Maximum = 1024;

    /// <summary>
    /// A principal or an action: dotted words, each of letters, digits, <c>_</c> and <c>-</c>, that do not begin with
    /// <c>-</c>.
    /// </summary>
    public static bool IsCompound(string? text)
    {
        if (text is not { Length: > 0 and <= Maximum }) return false;
        var start = true;
        foreach (var c in text)
        {
            if (start ? !IsWord(c) : !IsWord(c) && c is not ('-' or '.')) return false;
            start = c == '.';
        }
        return !start;
    }

    /// <summary>
    /// A resource: printable ASCII without blanks. Accounts, issuers and refs of repositories have several colons and
    /// slashes.
    /// </summary>
    public static bool IsResource(string? text) => text is { Length: > 0 and <= Maximum }
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
