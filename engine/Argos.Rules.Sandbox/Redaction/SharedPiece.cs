namespace Argos.Rules.Sandbox.Redaction;

/// <summary>
/// Finds a piece of a secret in a text that is to be shown. Only letters and digits count, and not their case: blanks, dots or anything
/// else between them hides nothing. Takes time in proportion to both texts, whatever they are: a secret may have a megabyte, and it is
/// chosen by whoever sends it.
/// </summary>
internal static class SharedPiece
{
    /// <summary>Shorter texts say nothing and are found in ordinary words.</summary>
    public const int Minimum = 8;

    /// <summary>The longest piece that can be looked for.</summary>
    public const int Maximum = 64;

    // Any odd number will do: two different pieces that look the same only hide a text more.
    private const ulong Base = 0x9E37_79B9_7F4A_7C15;

    private const int FilterBits = 1 << 16;

    /// <summary>Whether a piece of the secret stands in what is shown.</summary>
    /// <param name="shown">The text as it would be shown: cut already.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="piece">How many letters and digits in a row give something away; all of a secret that has fewer, when it has at least eight.</param>
    public static bool Exists(ReadOnlySpan<char> shown, ReadOnlySpan<char> secret, int piece)
    {
        var window = Math.Min(Math.Min(piece, Maximum), CountUpTo(secret, piece));
        if (window < Minimum)
            return secret.Length is >= Minimum and <= Maximum * Maximum && shown.Contains(secret, StringComparison.Ordinal);
        if (CountUpTo(shown, window) < window) return false;
        Span<ulong> filter = stackalloc ulong[FilterBits / 64];
        filter.Clear();
        var known = Collect(shown, window, filter);
        return HasOne(secret, window, filter, known);
    }

    private static HashSet<ulong> Collect(ReadOnlySpan<char> text, int window, Span<ulong> filter)
    {
        var known = new HashSet<ulong>();
        var hashes = new Rolling(stackalloc char[window]);
        foreach (var c in text)
        {
            if (!hashes.Add(c)) continue;
            known.Add(hashes.Value);
            var bit = Bit(hashes.Value);
            filter[bit >> 6] |= 1UL << (bit & 63);
        }
        return known;
    }

    private static bool HasOne(ReadOnlySpan<char> text, int window, ReadOnlySpan<ulong> filter, HashSet<ulong> known)
    {
        var hashes = new Rolling(stackalloc char[window]);
        foreach (var c in text)
        {
            if (!hashes.Add(c)) continue;
            var bit = Bit(hashes.Value);
            // Most are told apart here, which costs a tenth of the look-up.
            if ((filter[bit >> 6] & (1UL << (bit & 63))) != 0 && known.Contains(hashes.Value)) return true;
        }
        return false;
    }

    private static int Bit(ulong hash) => (int)(hash * Base >> 48) & (FilterBits - 1);

    private static int CountUpTo(ReadOnlySpan<char> text, int most)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) && ++count == most) break;
        }
        return count;
    }

    /// <summary>The hash of the last letters and digits, as many as the window has.</summary>
    private ref struct Rolling
    {
        private readonly Span<char> _last;
        private readonly ulong _oldest;
        private int _at;
        private bool _full;

        public Rolling(Span<char> window)
        {
            _last = window;
            _oldest = 1;
            for (var i = 0; i < window.Length; i++) _oldest *= Base;
        }

        public ulong Value { get; private set; }

        /// <summary>Takes the next character of the text.</summary>
        /// <returns>Whether there is a new whole window.</returns>
        public bool Add(char c)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
            var folded = (char)(c | 0x20);
            Value = (Value * Base) + folded;
            if (_full) Value -= _last[_at] * _oldest;
            _last[_at] = folded;
            if (++_at == _last.Length) (_at, _full) = (0, true);
            return _full;
        }
    }
}
