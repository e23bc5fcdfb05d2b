namespace Argos.Rules.Contracts.Texts;

/// <summary>The mark that some editors and shells put in front of UTF-8 (U+FEFF, bytes EF BB BF). Readers of JSON and PEM take it for content, so whoever reads a text drops it here.</summary>
public static class ByteOrderMark
{
    private const char Mark = '\uFEFF';

    /// <summary>Its length in bytes.</summary>
    public const int Length = 3;

    private static ReadOnlySpan<byte> Bytes => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether the bytes begin with the mark.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Bytes);

    /// <summary>The bytes behind the mark, if there is one.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> bytes) => Begins(bytes) ? bytes[Length..] : bytes;

    /// <summary>The text behind the mark, if there is one.</summary>
    public static string Without(string text) => text.StartsWith(Mark) ? text[1..] : text;

    /// <summary>The text without any mark: PEM files are put together, and a mark before a later one would hide it from readers.</summary>
    public static string Removed(string pem) => pem.Contains(Mark, StringComparison.Ordinal) ? pem.Replace(Mark.ToString(), "", StringComparison.Ordinal) : pem;
}
