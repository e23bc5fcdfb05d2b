using System.Collections.Immutable;

namespace Argos.Rules.Engine.Sandbox.Tracing;

/// <summary>Knows the secrets of one confirmation, and shows none of them.</summary>
/// <param name="secrets">What may be neither in a shown text nor be it.</param>
/// <param name="tokens">Those of which not even a long piece may be shown.</param>
internal sealed class SecretMask(ImmutableArray<string> secrets, ImmutableArray<string> tokens)
{
    /// <summary>What stands for a secret.</summary>
    public const string Shown = "[secret]";

    // Shorter texts say nothing and are found in ordinary words.
    private const int MinimumLength = 8;

    private const int PieceLength = 12;

    /// <summary>Whether a text may not be shown, not even cut to its first characters.</summary>
    public bool Hides(string text, int shownLength)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length == 0) continue;
            if (text == secret) return true;
            // A secret that begins in what is shown ends within its own length behind it: longer texts need not be searched to their end.
            var looked = text.AsSpan(0, (int)Math.Min(text.Length, (long)shownLength + secret.Length));
            if (secret.Length >= MinimumLength && looked.Contains(secret, StringComparison.Ordinal)) return true;
        }
        var shown = text.AsSpan(0, Math.Min(text.Length, shownLength));
        foreach (var token in tokens)
        {
            if (SharesPiece(shown, token)) return true;
        }
        return false;
    }

    /// <summary>Whether a piece of the token stands in what is shown: a token that was cut, or has words around it. Every piece of twice the length has one of those that are looked for.</summary>
    private static bool SharesPiece(ReadOnlySpan<char> shown, string token)
    {
        for (var at = 0; at + PieceLength <= shown.Length; at += PieceLength)
        {
            if (token.AsSpan().Contains(shown.Slice(at, PieceLength), StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
