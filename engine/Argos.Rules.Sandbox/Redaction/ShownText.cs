namespace Argos.Rules.Sandbox.Redaction;

/// <summary>Texts from outside as a record shows them: of limited length, on one line.</summary>
internal static class ShownText
{
    private const string Ellipsis = "...";

    /// <summary>The first characters of a text; never half of one.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, end), Ellipsis);
    }

    /// <summary>The same of a text that may be missing.</summary>
    public static string? CutOrNull(string? text, int most) => text is null ? null : Cut(text, most);

    /// <summary>The text without control characters and line ends, a blank in the place of each.</summary>
    public static string OneLine(string text) => text.Any(IsControl) ? string.Create(text.Length, text, Fill) : text;

    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static void Fill(Span<char> to, string from)
    {
        for (var i = 0; i < to.Length; i++) to[i] = IsControl(from[i]) ? ' ' : from[i];
    }
}
