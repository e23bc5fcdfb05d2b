using System.Collections.Immutable;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Decisions;

/// <summary>
/// Keeps attestation data out of what policies write for the audit log and for dry runs. The first care is the policy's
/// author's; this catches the careless one.
/// </summary>
internal static class SecretText
{
    private const int MaximumLength = 1024;

    // Shorter texts say nothing and are found in ordinary words.
    private const int MinimumSecret = 8;

    private const string Withheld = "(withheld: it held attestation data)";

    /// <summary>The text as one line of limited length; withheld when it holds a secret.</summary>
    public static string? Safe(string? text, PolicyInput input)
    {
        if (text is null) return null;
        if (Holds(text, input)) return Withheld;
        if (text.Length > MaximumLength) text = string.Concat(text.AsSpan(0, MaximumLength), "...");
        return text.AsSpan().ContainsAnyInRange('\0', '\x1F') ? string.Create(text.Length, text, OneLine) : text;
    }

    /// <summary>Whether a text holds the attestation data, a secret of it, or the signature of its token.</summary>
    public static bool Holds(string text, PolicyInput input)
    {
        if (text.Length < MinimumSecret) return false;
        if (Holds(text, Sent(input))) return true;
        if (!input.WholeAttestation.IsObject) return false;
        var secrets = AttestedSecrets.In(input.WholeAttestation);
        // So many are not looked for one by one, and no honest agent sends them.
        return secrets.Count >= AttestedSecrets.Most || secrets.Exists(s => Holds(text, s));
    }

    /// <summary>What is secret: all of it, and the tokens among it, of which not even a part may be shown.</summary>
    public static (ImmutableArray<string> All, ImmutableArray<string> Tokens) Of(PolicyInput input)
    {
        ImmutableArray<string> tokens = [.. input.WholeAttestation.IsObject ? AttestedSecrets.In(input.WholeAttestation) : [Sent(input)]];
        var signatures = tokens.Select(static t => t[(t.LastIndexOf('.') + 1)..]).Where(static s => s.Length >= MinimumSecret);
        return ([Sent(input), .. tokens, .. signatures], tokens);
    }

    /// <summary>All that was sent, also what a policy does not see; without what surrounds it, because no text repeats that.</summary>
    private static string Sent(PolicyInput input) => AttestationText.Of(input.Confirmation.AttestationData);

    private static bool Holds(string text, string secret)
    {
        if (secret.Length >= MinimumSecret && text.Contains(secret, StringComparison.Ordinal)) return true;
        var signature = secret.AsSpan(secret.LastIndexOf('.') + 1);
        return signature.Length >= MinimumSecret && text.AsSpan().Contains(signature, StringComparison.Ordinal);
    }

    private static void OneLine(Span<char> to, string from)
    {
        for (var i = 0; i < to.Length; i++) to[i] = from[i] < ' ' ? ' ' : from[i];
    }
}
