using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>Tokens of OpenID Connect issuers, verified with the keys that the issuers publish (OpenID Connect Discovery 1.0).</summary>
public sealed class PolicyOidc
{
    // What a pattern is tried on must not be of any length.
    private const int MaximumIssuer = 512;

    private readonly IFactView _facts;
    private readonly ITokenVerifier _verifier;

    internal PolicyOidc(IFactView facts, ITokenVerifier verifier) => (_facts, _verifier) = (facts, verifier);

    /// <summary>
    /// Verifies a token as <c>Tokens.Verify</c> does, with the keys of its issuer. An issuer is asked only when it is one of
    /// <paramref name="issuers"/> and the engine's configuration allows its host.
    /// </summary>
    /// <param name="token">The token, for example <c>Input.IdentityToken</c>.</param>
    /// <param name="issuers">The issuers to accept, exact; in one with <c>*</c>, each <c>*</c> stands for one or more letters, digits and hyphens, never a dot or slash: <c>https://oidc.eks.*.amazonaws.com/id/*</c>. None makes the token invalid.</param>
    /// <param name="audience">An expected audience; <see langword="null"/> makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there.</param>
    public TokenFact Verify(string? token, IReadOnlyList<string> issuers, string? audience, bool requireExpiry = true) =>
        Verify(token, issuers, TokenExpectation.ListOf(audience), requireExpiry);

    /// <summary>As with one audience, where several are accepted.</summary>
    /// <param name="token">The token, for example <c>Input.IdentityToken</c>.</param>
    /// <param name="issuers">The issuers to accept, exact or with <c>*</c>. None makes the token invalid.</param>
    /// <param name="audiences">The audiences to accept; none makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there.</param>
    public TokenFact Verify(string? token, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry = true)
    {
        var issuer = UnverifiedToken.IssuerOf(token, out var problem);
        if (issuer is null) return TokenFact.Of(TokenCheck.Failed(problem!.Code, problem.Detail));
        if (issuer.Length > MaximumIssuer || !IssuerPattern.AnyMatches(issuers, issuer))
        {
            return TokenFact.Of(TokenCheck.Failed(TokenMismatch.Issuer(issuer, issuers)));
        }
        return FetchedKeys.Verify(_verifier, _facts, new OidcKeysRequest(issuer), token, issuer, audiences, requireExpiry);
    }
}
