using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Texts;

/// <summary>
/// Rows and columns of a text as editors count them, from 1: a row ends with LF, CRLF or CR, a column is a UTF-16 code unit. Readers of
/// JSON count bytes of UTF-8, and readers of YAML know more ends of rows.
/// </summary>
/// <param name="text">The text.</param>
public sealed class TextRows(string text)
{
    private readonly ImmutableArray<int> _starts = StartsOf(text);

    /// <summary>The row of a character.</summary>
    /// <param name="offset">Where it is, from 0.</param>
    public int RowOf(int offset)
    {
        var at = _starts.BinarySearch(offset);
        return at >= 0 ? at + 1 : ~at;
    }

    /// <summary>The column of a character.</summary>
    /// <param name="offset">Where it is, from 0.</param>
    public int ColumnOf(int offset) => offset - _starts[RowOf(offset) - 1] + 1;

    /// <summary>All rows, without their ends.</summary>
    /// <param name="text">The text.</param>
    public static string[] Of(string text) => text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);

    /// <summary>The column of what stands behind so many bytes of UTF-8 in a line, which ends with LF as readers of JSON have it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="bytes">The bytes before it.</param>
    public static int ColumnBehind(string text, long line, long bytes)
    {
        var rest = text.AsSpan();
        for (; line > 0 && rest.IndexOf('\n') is >= 0 and var end; line--) rest = rest[(end + 1)..];
        var column = 1;
        foreach (var rune in rest.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0 || rune.Value == '\n') break;
            column += rune.Utf16SequenceLength;
        }
        return column;
    }

    private static ImmutableArray<int> StartsOf(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) starts.Add(i + 1);
        }
        return starts.ToImmutable();
    }
}
