using Argos.Rules.Contracts.Collections;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Tokens;

/// <summary>Whether the claims of a verified token fit an expectation at a time. Asked again for each decision, never remembered.</summary>
internal static class TokenRules
{
    /// <summary>How far the clocks of issuer and engine may differ, in seconds: that of Athenz.</summary>
    public const double SkewSeconds = 60;

    /// <summary>The check of the token: its claims only when everything holds.</summary>
    public static TokenCheck Check(TokenClaims claims, TokenExpectation expectation, DateTimeOffset now)
    {
        var check = claims.Check;
        var (issuers, audiences) = (expectation.Issuers, expectation.Audiences);
        if (!TokenExpectation.IsExpected(check.Issuer, issuers)) return Mismatch(TokenMismatch.Issuer(check.Issuer, issuers));
        if (!HasAudience(check.Audiences, audiences)) return Mismatch(TokenMismatch.Audience(check.Audiences, audiences));
        var seconds = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (claims.Expires is null && expectation.RequireExpiry) return Failed("token-expired", "the token has no `exp`");
        if (seconds >= claims.Expires + SkewSeconds) return Untimely("token-expired", $"expired at {Text(claims.Expires)}");
        if (claims.NotBefore > seconds + SkewSeconds) return Untimely("token-not-yet-valid", $"is not valid before {Text(claims.NotBefore)}");
        if (claims.IssuedAt > seconds + SkewSeconds) return Untimely("token-not-yet-valid", $"was issued at {Text(claims.IssuedAt)}");
        // Within the skew both could hold at once.
        if (claims.NotBefore > claims.Expires) return Failed("token-malformed", "the token's `nbf` is behind its `exp`");
        return check;

        TokenCheck Mismatch(Finding finding) => new() { Finding = finding, KeyId = check.KeyId };

        TokenCheck Untimely(string code, string detail) => Failed(code, $"the token {detail}, and it is {Text(seconds)}");

        TokenCheck Failed(string code, string detail) => TokenCheck.Failed(code, detail, check.KeyId);
    }

    private static bool HasAudience(FixedList<string> audiences, IReadOnlyList<string> expected)
    {
        for (var i = 0; i < audiences.Count; i++)
        {
            if (TokenExpectation.IsExpected(audiences[i], expected)) return true;
        }
        return false;
    }

    private static string Text(double? seconds) => IsoTime.Text(DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds ?? 0)));
}
