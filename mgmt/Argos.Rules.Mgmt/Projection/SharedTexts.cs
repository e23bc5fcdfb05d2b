namespace Argos.Rules.Mgmt.Projection;

/// <summary>Numbered texts. The table only grows, up to a limit; beyond it nothing is shared any more, which costs memory, never correctness.</summary>
internal static class SharedTexts
{
    /// <summary>The most texts: a number has 14 bits, and the last eight mean something else.</summary>
    public const int Most = 0x4000 - 8;

    private const int Shortest = 3;
    private const int Longest = 1024;

    private static readonly Lock Writing = new();
    private static readonly byte[]?[] Texts = new byte[Most][];
    private static readonly Dictionary<int, int> Numbers = [];
    private static readonly int[] Seen = new int[4096];

    /// <summary>The text of a number.</summary>
    public static ReadOnlySpan<byte> Get(int number) => Volatile.Read(ref Texts[number]);

    /// <summary>The number of a text; <see langword="null"/> when it is not shared.</summary>
    /// <param name="text">The text.</param>
    /// <param name="always">Whether it is worth a number at its first sight, and not at its second.</param>
    public static int? Find(ReadOnlySpan<byte> text, bool always)
    {
        if (text.Length is < Shortest or > Longest) return null;
        var hash = new HashCode();
        hash.AddBytes(text);
        var key = hash.ToHashCode();
        lock (Writing)
        {
            // Of two texts with one hash the first has the number.
            if (Numbers.TryGetValue(key, out var known)) return text.SequenceEqual(Texts[known]) ? known : null;
            ref var seen = ref Seen[(uint)key % (uint)Seen.Length];
            if ((!always && seen != key) || Numbers.Count == Most)
            {
                seen = key;
                return null;
            }
            var number = Numbers.Count;
            Volatile.Write(ref Texts[number], text.ToArray());
            Numbers.Add(key, number);
            return number;
        }
    }
}
