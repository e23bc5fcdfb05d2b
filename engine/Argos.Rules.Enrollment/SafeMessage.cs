using System.Text;
using System.Text.RegularExpressions;

namespace Argos.Rules.Enrollment;

/// <summary>Makes a foreign message fit for a log: one line, short, and without what was sent as a secret, whole or in pieces.</summary>
internal static partial class SafeMessage
{
    private const int MaximumLength = 300;
    private const int MaximumRead = 1 << 14;
    private const string Mask = "(secret)";

    /// <summary>Shorter pieces tell nothing.</summary>
    private const int Piece = 8;

    /// <summary>The message as it may be shown.</summary>
    /// <param name="message">What was answered.</param>
    /// <param name="secret">What must not be shown: a token, or the signature of one.</param>
    public static string Of(string message, string secret)
    {
        var text = message.Length > MaximumRead ? message[..MaximumRead] : message;
        text = Opaque().Replace(WithoutPieces(text, secret), Mask);
        var line = string.Concat(text.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return line.Length > MaximumLength ? line[..MaximumLength] : line;
    }

    /// <summary>Every stretch of the text that is made of pieces of the secret, however it was cut, becomes one mask.</summary>
    private static string WithoutPieces(string text, string secret)
    {
        var pieces = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + Piece <= secret.Length; i++) pieces.Add(secret.Substring(i, Piece));
        var shown = new StringBuilder(text.Length);
        var (next, masked) = (0, -1);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + Piece <= text.Length && pieces.Contains(text.Substring(i, Piece)))
            {
                if (i > masked) shown.Append(text, next, i - next).Append(Mask);
                masked = i + Piece;
                next = masked;
            }
        }
        return shown.Append(text, next, text.Length - next).ToString();
    }

    /// <summary>A run that could be a piece of another signature, key or token.</summary>
    [GeneratedRegex("[A-Za-z0-9+/=_.-]{48,}", RegexOptions.CultureInvariant)]
    private static partial Regex Opaque();
}
