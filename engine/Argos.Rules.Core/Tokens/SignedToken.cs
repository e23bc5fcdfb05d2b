using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Argos.Rules.Core.Tokens;

/// <summary>The three parts of a compact serialization (RFC 7515), still encoded.</summary>
/// <param name="text">The token as ASCII.</param>
/// <param name="firstDot">Where the header ends.</param>
/// <param name="secondDot">Where the payload ends.</param>
internal readonly ref struct SignedToken(ReadOnlySpan<byte> text, int firstDot, int secondDot)
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    public ReadOnlySpan<byte> Header => _text[..firstDot];

    public ReadOnlySpan<byte> Payload => _text[(firstDot + 1)..secondDot];

    public ReadOnlySpan<byte> Signature => _text[(secondDot + 1)..];

    /// <summary>Splits a token; <see langword="false"/> unless it is exactly three parts of base64url without padding. The signature may be empty.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out SignedToken token)
    {
        token = default;
        var first = text.IndexOf((byte)'.');
        if (first <= 0) return false;
        var second = first + 1 + text[(first + 1)..].IndexOf((byte)'.');
        if (second <= first + 1) return false;
        token = new SignedToken(text, first, second);
        return IsEncoded(token.Header) && IsEncoded(token.Payload) && IsEncoded(token.Signature);
    }

    /// <summary>The hash that is signed.</summary>
    public void Hash(TokenAlgorithm algorithm, Span<byte> hash) => CryptographicOperations.HashData(algorithm.Hash, _text[..secondDot], hash);

    /// <summary>Decodes a part into a buffer that is at least as long.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> part, Span<byte> buffer, out ReadOnlySpan<byte> decoded)
    {
        var status = Base64Url.DecodeFromUtf8(part, buffer, out _, out var written);
        decoded = buffer[..written];
        return status == OperationStatus.Done;
    }

    // The decoder is more generous: it takes padding and skips blanks, so that one token would have many spellings.
    private static bool IsEncoded(ReadOnlySpan<byte> part) => part.Length % 4 != 1 && !part.ContainsAnyExcept(Alphabet);
}
