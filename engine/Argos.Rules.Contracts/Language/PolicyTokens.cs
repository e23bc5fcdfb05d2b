namespace Argos.Rules.Contracts.Language;

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
        verifier.Verify(token, new TokenExpectation { Keys = keys, Issuer = issuer, Audience = audience, RequireExpiry = requireExpiry });
}
