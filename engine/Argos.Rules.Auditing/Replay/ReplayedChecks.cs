using System.Buffers.Text;
using System.Text;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Decisions.Recording;
using Argos.Rules.Core.Documents;
using Argos.Rules.Core.Tokens;
using Argos.Rules.Language;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Auditing.Replay;

/// <summary>
/// Tokens and documents as they were verified: a record has no signatures, but it says of which it was good. Claims are compared again, so that another policy
/// may expect something else of them.
/// </summary>
internal sealed class ReplayedChecks(RecordedWorld world, Unrecorded unrecorded) : IChecks, ITokenVerifier, IDocumentVerifier
{
    public ITokenVerifier Tokens => this;

    public IDocumentVerifier Documents => this;

    public TokenCheck Verify(string? token, TokenExpectation expectation)
    {
        if (string.IsNullOrEmpty(token)) return TokenCheck.Failed("token-missing", "there is no token");
        var text = SecretFree.Secret(token);
        RecordedToken? signed = null;
        RecordedToken? failed = null;
        foreach (var known in world.Tokens)
        {
            if (known.Token != text || known.Expectation.Keys != expectation.Keys) continue;
            if (known.Finding is not null && IsSame(known.Expectation, expectation)) return Failed(known);
            if (known.IsSigned) signed = known;
            else if (!known.IsUnasked) failed = known;
        }
        if (signed is not null && Claims(text, signed.KeyId) is { } claims) return TokenRules.Check(claims, expectation, world.Now);
        if (failed is not null) return Failed(failed);
        unrecorded.Add($"a token verified with the keys `{expectation.Keys}`");
        return TokenCheck.Failed("token-malformed", "the record does not have this token");
    }

    public DocumentCheck Verify(string? document, string? signature, string certificates)
    {
        var hash = SecretFree.Signature(signature ?? "");
        foreach (var known in world.Documents)
        {
            if (known.Document != (document ?? "") || known.Signature != hash || known.Certificates != certificates) continue;
            if (known.Finding is { } finding) return new DocumentCheck { Finding = finding };
            if (DocumentText.TryRead(Encoding.UTF8.GetBytes(known.Document), out var read)) return read;
        }
        unrecorded.Add($"a document verified with the certificates `{certificates}`");
        return DocumentCheck.Failed("document-malformed", "the record does not have this document");
    }

    private static TokenCheck Failed(RecordedToken known) => new() { Finding = known.Finding, KeyId = known.KeyId };

    private static bool IsSame(TokenExpectation one, TokenExpectation other) =>
        one.RequireExpiry == other.RequireExpiry && one.Issuers.SequenceEqual(other.Issuers) && one.Audiences.SequenceEqual(other.Audiences);

    private static TokenClaims? Claims(string token, string? keyId)
    {
        var parts = token.Split('.');
        return parts.Length == 3 && Base64Url.IsValid(parts[1]) ? TokenClaims.Read(Base64Url.DecodeFromChars(parts[1]), keyId ?? "", out _) : null;
    }
}
