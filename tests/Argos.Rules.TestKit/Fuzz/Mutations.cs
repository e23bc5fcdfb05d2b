using CsCheck;

namespace Argos.Rules.TestKit.Fuzz;

/// <summary>
/// Inputs made of good ones: parts left out, doubled, moved, replaced by words that mean something to the reader, and
/// by what means nothing.
/// </summary>
internal static class Mutations
{
    private const int MaximumEdits = 6;

    /// <summary>What every reader of text can stumble over.</summary>
    private static readonly string[] Everywhere =
    [
        "", " ", "\n", "\r\n", "\t", "\0", "\u0001", "\u007f", "\u00a0", "\u2028", "\ufeff", "\ud800", "\udfff", "\ud83d\ude00", "\u0130",
        "\uff0e", "'", "\"", "\\", "/", ",", ".", ":", "-",
        "--", "#", "*", "&", "!", "%00", "{", "}", "[", "]", "null", "true", "0", "-1", "1e400", "9223372036854775808", "..", "~0", "~1",
        "\\u0000", "<", ">", "|", "@", "`",
    ];

    public static Gen<string> Of(IReadOnlyList<string> seeds, IReadOnlyList<string> words)
    {
        string[] all = [.. Everywhere, .. words];
        var edit = Gen.Select(Gen.Int[0, 7], Gen.Double[0, 1], Gen.Int[0, 24], Gen.Int[0, all.Length - 1], Gen.Char,
            static (kind, at, length, word, c) => new Edit(kind, at, length, word, c));
        return Gen.Select(Gen.Int[0, seeds.Count - 1], Gen.Int[0, seeds.Count - 1], edit.Array[1, MaximumEdits], (seed, other, edits) =>
        {
            var text = seeds[seed];
            foreach (var one in edits) text = one.Apply(text, all, seeds[other]);
            return text;
        });
    }

    private sealed record Edit(int Kind, double At, int Length, int Word, char Character)
    {
        public string Apply(string text, string[] words, string other)
        {
            var at = (int)(At * text.Length);
            var end = Math.Min(text.Length, at + Length);
            return Kind switch
            {
                0 => text.Remove(at, end - at),
                1 => text.Insert(at, words[Word]),
                2 => text[..at] + words[Word] + text[end..],
                3 => text.Insert(at, Character.ToString()),
                4 => text.Insert(at, text[at..end]),
                5 => text[..at] + string.Concat(Enumerable.Repeat(words[Word], Length * 8)) + text[at..],
                6 => text[..at] + other[(int)(At * other.Length)..],
                _ => text[..at],
            };
        }
    }
}
