using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Argos.Rules.Core.Decisions;

/// <summary>Ids of decisions: 26 characters, 48 bits of time in milliseconds before 80 random bits, so that they sort by time and cannot be guessed.</summary>
internal static class DecisionId
{
    private const int Length = 26;

    // Crockford's base 32: in order of ASCII, and without letters that look like digits.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Asked for a few bytes, the system's generator takes as long as for many of them.
    private const int Ahead = 64;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _left;

    /// <summary>A new id.</summary>
    /// <param name="now">The time of the decision.</param>
    public static string New(DateTimeOffset now)
    {
        Span<byte> bits = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bits, now.ToUnixTimeMilliseconds() << 16);
        Randomize(bits[6..]);
        return string.Create(Length, BinaryPrimitives.ReadUInt128BigEndian(bits), static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(value & 31)];
        });
    }

    private static void Randomize(Span<byte> bytes)
    {
        var random = _random ??= new byte[Ahead * bytes.Length];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(random);
            _left = random.Length;
        }
        _left -= bytes.Length;
        random.AsSpan(_left, bytes.Length).CopyTo(bytes);
    }
}
