namespace Argos.Rules.Sandbox.Text;

/// <summary>Where in a text something stands.</summary>
internal static class TextPlace
{
    /// <summary>The line and column of the first character that does not lie within so many bytes of UTF-8.</summary>
    public static (int Row, int Col) Behind(string text, int bytes)
    {
        var (row, col, used) = (1, 1, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes) break;
            (row, col) = rune.Value == '\n' ? (row + 1, 1) : (row, col + rune.Utf16SequenceLength);
        }
        return (row, col);
    }
}
