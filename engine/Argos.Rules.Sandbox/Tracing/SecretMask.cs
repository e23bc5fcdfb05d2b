using System.Collections.Immutable;
using Argos.Rules.Sandbox.Redaction;

namespace Argos.Rules.Sandbox.Tracing;

/// <summary>Knows the secrets of one confirmation, and shows none of them.</summary>
/// <param name="secrets">What may be neither in a shown text nor be it.</param>
/// <param name="tokens">Those of which not even a long piece may be shown.</param>
internal sealed class SecretMask(ImmutableArray<string> secrets, ImmutableArray<string> tokens)
{
    /// <summary>What stands for a secret.</summary>
    public const string Shown = "[secret]";

    private const int PieceOfAll = SharedPiece.Maximum;

    private const int PieceOfToken = 12;

    /// <summary>Whether a text may not be shown, not even cut to its first characters.</summary>
    public bool Hides(string text, int shownLength)
    {
        var cut = text.Length > shownLength ? text[..shownLength] : text;
        if (cut.Length == 0 || secrets.IsEmpty) return false;
        var shown = DecodedText.WithReadings(cut);
        foreach (var secret in secrets)
        {
            if (secret.Length > 0 && (text == secret || SharedPiece.Exists(shown, secret, PieceOfAll))) return true;
        }
        foreach (var token in tokens)
        {
            if (SharedPiece.Exists(shown, token, PieceOfToken)) return true;
        }
        return false;
    }
}
