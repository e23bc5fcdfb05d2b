using System.Collections.Immutable;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Redaction;

namespace Argos.Rules.Core.Decisions;

/// <summary>
/// Keeps attestation data out of what policies write for the audit log and for dry runs. The first care is the policy's
/// author's; this catches the careless one, and one that puts something between the letters of a token. What is looked at is what
/// would be shown: it is cut first.
/// </summary>
internal static class SecretText
{
    /// <summary>The most characters of a text that are shown.</summary>
    public const int MaximumLength = 1024;

    /// <summary>How many letters and digits of a token in a row are too many.</summary>
    public const int TokenPiece = 12;

    /// <summary>The same of attestation data that is JSON, and tells much that is not a secret, such as names.</summary>
    public const int DataPiece = 64;

    private const string Withheld = "(withheld: it held attestation data)";

    /// <summary>The text as one line of limited length; withheld when it holds a secret.</summary>
    public static string? Safe(string? text, PolicyInput input)
    {
        if (text is null) return null;
        var shown = ShownText.Cut(text, MaximumLength);
        return Holds(shown, input) ? Withheld : ShownText.OneLine(shown);
    }

    /// <summary>Whether a text that is short enough to be shown holds the attestation data, or a piece of a secret in it.</summary>
    public static bool Holds(string shown, PolicyInput input)
    {
        if (shown.Length < SharedPiece.Minimum) return false;
        var secrets = input.Secrets;
        if (secrets.TooMany) return true;
        if (secrets.Sent.Length == 0) return false;
        shown = DecodedText.WithReadings(shown);
        foreach (var token in secrets.Tokens)
        {
            if (SharedPiece.Exists(shown, token, TokenPiece)) return true;
        }
        return secrets.IsObject && SharedPiece.Exists(shown, secrets.Sent, DataPiece);
    }

    /// <summary>What is secret: all of it, and the tokens among it, of which not even a part may be shown.</summary>
    public static (ImmutableArray<string> All, ImmutableArray<string> Tokens) Of(PolicyInput input) => ([input.Secrets.Sent, .. input.Secrets.Tokens], input.Secrets.Tokens);
}
