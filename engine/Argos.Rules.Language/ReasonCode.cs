namespace Argos.Rules.Language;

/// <summary>Reason codes: stable kebab-case words, safe to show to anybody.</summary>
public static class ReasonCode
{
    /// <summary>The longest code, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether the text is a code: lower-case letters, digits and single hyphens, beginning with a letter.</summary>
    public static bool IsValid(string? code)
    {
        if (code is null || code.Length is 0 or > MaximumLength || !char.IsAsciiLetterLower(code[0]) || code[^1] == '-') return false;
        for (var i = 1; i < code.Length; i++)
        {
            var c = code[i];
            if (c == '-' ? code[i - 1] == '-' : !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)) return false;
        }
        return true;
    }

    internal static string Checked(string code) =>
        IsValid(code) ? code : throw new LanguageUseException($"a reason code is a kebab-case word of at most {MaximumLength} characters");
}
