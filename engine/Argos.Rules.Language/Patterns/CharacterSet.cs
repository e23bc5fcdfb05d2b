namespace Argos.Rules.Language.Patterns;

/// <summary>A set of characters, as ranges of UTF-16 code units. Ordinal: no culture and no case folding.</summary>
internal sealed class CharacterSet(IReadOnlyList<(char First, char Last)> ranges, bool negated = false)
{
    /// <summary>What <c>\d</c> stands for: ASCII digits only. Digits of other scripts would make two spellings of one name.</summary>
    public static readonly (char, char)[] Digits = [('0', '9')];

    /// <summary>What <c>\w</c> stands for.</summary>
    public static readonly (char, char)[] Word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    /// <summary>What <c>\s</c> stands for.</summary>
    public static readonly (char, char)[] Blank = [('\t', '\r'), (' ', ' ')];

    /// <summary>What <c>.</c> stands for: any character but a line feed.</summary>
    public static readonly CharacterSet AnyInLine = new([('\n', '\n')], negated: true);

    public bool Contains(char c)
    {
        foreach (var (first, last) in ranges)
        {
            if (c >= first && c <= last) return !negated;
        }
        return negated;
    }
}
