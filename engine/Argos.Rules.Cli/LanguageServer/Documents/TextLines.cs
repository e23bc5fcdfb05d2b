using Argos.Rules.Cli.LanguageServer.Protocol;

namespace Argos.Rules.Cli.LanguageServer.Documents;

/// <summary>Lines and characters of a text; a line ends with LF, CRLF or CR. What is outside of it counts as its nearest place.</summary>
internal static class TextLines
{
    public static int OffsetOf(string text, TextPosition position)
    {
        var start = StartOf(text, position.Line);
        var end = start;
        while (end < text.Length && text[end] is not ('\n' or '\r')) end++;
        return start + Math.Clamp(position.Character, 0, end - start);
    }

    public static TextPosition PositionOf(string text, int offset)
    {
        var (line, start) = (0, 0);
        offset = Math.Clamp(offset, 0, text.Length);
        for (var i = 0; i < offset; i++)
        {
            if (text[i] != '\n' && (text[i] != '\r' || (i + 1 < text.Length && text[i + 1] == '\n'))) continue;
            (line, start) = (line + 1, i + 1);
        }
        return new TextPosition(line, offset - start);
    }

    public static TextRange RangeOf(string text, int start, int end) => new(PositionOf(text, start), PositionOf(text, end));

    /// <summary>The text of a line, without its end.</summary>
    public static string Line(string text, int line)
    {
        var start = StartOf(text, line);
        var end = start;
        while (end < text.Length && text[end] is not ('\n' or '\r')) end++;
        return text[start..end];
    }

    /// <summary>The word, or else the one character, that begins at a place.</summary>
    public static TextRange WordAt(string text, TextPosition position)
    {
        var start = OffsetOf(text, position);
        var end = start;
        while (end < text.Length && IsOfWord(text[end])) end++;
        if (end == start && end < text.Length && text[end] is not ('\n' or '\r')) end++;
        return RangeOf(text, start, end);
    }

    public static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int StartOf(string text, int line)
    {
        var at = 0;
        for (; line > 0 && at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 >= text.Length || text[at + 1] != '\n'))) line--;
        }
        return at;
    }
}
