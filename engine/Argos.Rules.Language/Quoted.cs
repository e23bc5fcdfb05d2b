namespace Argos.Rules.Language;

/// <summary>Texts that somebody else chose, as they stand in the detail of a finding: marked, on one line, and never long.</summary>
internal static class Quoted
{
    private const int MaximumLength = 256;
    private const int MaximumItems = 4;

    /// <summary>The text in backquotes, cut where it is long.</summary>
    public static string Text(string? text)
    {
        if (text is null) return "`null`";
        var shown = text.Length > MaximumLength ? string.Concat(text.AsSpan(0, MaximumLength), "...") : text;
        return string.Create(shown.Length + 2, shown, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i + 1] = char.IsControl(from[i]) ? ' ' : from[i];
            to[0] = to[^1] = '`';
        });
    }

    /// <summary>The texts with commas, the first few when they are many.</summary>
    public static string Texts(IReadOnlyList<string> texts)
    {
        var shown = string.Join(", ", texts.Take(MaximumItems).Select(Text));
        return texts.Count > MaximumItems ? $"{shown}, ... ({texts.Count} in all)" : shown;
    }
}
