using System.Collections.Immutable;

namespace Argos.Rules.Language;

/// <summary>What is secret of attestation data. Worked out once for a request, because the data may be large.</summary>
/// <param name="Sent">All that was sent, also what a policy does not see; without what surrounds it, because no text repeats that.</param>
/// <param name="Tokens">What not even a piece may be shown of: the tokens and credentials in it, or all of it when it is not a JSON
/// object.</param>
/// <param name="IsObject">Whether it is a JSON object, with more in it than the tokens.</param>
internal sealed record AttestationSecrets(string Sent, ImmutableArray<string> Tokens, bool IsObject)
{
    /// <summary>Whether there are so many that they are not looked for one by one; no honest agent sends them.</summary>
    public bool TooMany => Tokens.Length >= AttestedSecrets.Maximum;

    public static AttestationSecrets Of(PolicyInput input)
    {
        var sent = AttestationText.Of(input.Confirmation.AttestationData);
        if (sent.Length == 0) return new AttestationSecrets(sent, [], IsObject: false);
        return input.WholeAttestation.IsObject
            ? new AttestationSecrets(sent, [.. AttestedSecrets.In(input.WholeAttestation)], IsObject: true)
            : new AttestationSecrets(sent, [sent], IsObject: false);
    }
}
