using System.Globalization;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Language;

namespace Argos.Rules.Engine.Tokens;

/// <summary>Whether the claims of a verified token fit an expectation at a time. Asked anew for each decision, never remembered.</summary>
internal static class TokenRules
{
    /// <summary>How far the clocks of issuer and engine may differ, in seconds: that of Athenz.</summary>
    public const double SkewSeconds = 60;

    /// <summary>The check of the token: its claims only when everything holds.</summary>
    public static TokenCheck Check(TokenClaims claims, TokenExpectation expectation, DateTimeOffset now)
    {
        var check = claims.Check;
        if (!string.Equals(check.Issuer, expectation.Issuer, StringComparison.Ordinal)) return Failed("token-issuer", "the token is of another issuer");
        if (!HasAudience(check.Audiences, expectation.Audience!)) return Failed("token-audience", "the token is for another audience");
        var seconds = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (claims.Expires is null && expectation.RequireExpiry) return Failed("token-expired", "the token has no `exp`");
        if (seconds >= claims.Expires + SkewSeconds) return Failed("token-expired", $"the token expired at {Text(check.ExpiresAt!.Value)}");
        if (claims.NotBefore > seconds + SkewSeconds) return Failed("token-not-yet-valid", "the token's `nbf` is in the future");
        if (claims.IssuedAt > seconds + SkewSeconds) return Failed("token-not-yet-valid", "the token's `iat` is in the future");
        return check;

        TokenCheck Failed(string code, string detail) => TokenCheck.Failed(code, detail, check.KeyId);
    }

    private static bool HasAudience(FixedList<string> audiences, string expected)
    {
        for (var i = 0; i < audiences.Count; i++)
        {
            if (string.Equals(audiences[i], expected, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
