namespace Argos.Rules.Language;

/// <summary>Verification of JSON Web Tokens (RFC 7519).</summary>
public sealed class PolicyTokens(ITokenVerifier verifier)
{
    /// <summary>
    /// Verifies a token: RS256/384/512 or ES256/384/512, a <c>kid</c> that is one of the keys, the signature, issuer and
    /// audience exact, <c>exp</c>, <c>nbf</c> and <c>iat</c> against the decision's time with 60 s of skew.
    /// </summary>
    /// <param name="token">The token, for example <c>Input.IdentityToken</c>.</param>
    /// <param name="keys">The path of the JWKS document in the data tree, for example <c>kubernetes/keys</c>.</param>
    /// <param name="issuer">The expected issuer; <see langword="null"/> makes the token invalid.</param>
    /// <param name="audience">An expected audience; <see langword="null"/> makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there.</param>
    public TokenCheck Verify(string? token, string keys, string? issuer, string? audience, bool requireExpiry = true) =>
        Verify(token, keys, TokenExpectation.ListOf(issuer), TokenExpectation.ListOf(audience), requireExpiry);

    /// <summary>
    /// As with one issuer and one audience, where several are accepted: while a cluster changes its issuer, tokens of both are in use.
    /// </summary>
    /// <param name="token">The token, for example <c>Input.IdentityToken</c>.</param>
    /// <param name="keys">The path of the JWKS document in the data tree, for example <c>kubernetes/keys</c>.</param>
    /// <param name="issuers">The issuers to accept, for example <c>Settings.Texts("issuer")</c>; none makes the token invalid.</param>
    /// <param name="audiences">The audiences to accept; none makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there.</param>
    public TokenCheck Verify(
        string? token, string keys, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry = true) =>
        verifier.Verify(
            token, new TokenExpectation { Keys = keys, Issuers = issuers, Audiences = audiences, RequireExpiry = requireExpiry });
}
