using System.Text.Json;
using Argos.Rules.Contracts.Collections;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Tokens;

/// <summary>The claims of a token whose signature has been verified; whether they fit an expectation and a time is another question.</summary>
/// <param name="Check">The answer when they do.</param>
/// <param name="Expires"><c>exp</c>, in seconds since 1970.</param>
/// <param name="NotBefore"><c>nbf</c>.</param>
/// <param name="IssuedAt"><c>iat</c>.</param>
internal sealed record TokenClaims(TokenCheck Check, double? Expires, double? NotBefore, double? IssuedAt)
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>Reads the claims; a claim that RFC 7519 defines must have the type it defines.</summary>
    /// <param name="json">The decoded second part.</param>
    /// <param name="keyId">The key that has signed it.</param>
    /// <param name="problem">What is wrong.</param>
    public static TokenClaims? Read(ReadOnlySpan<byte> json, string keyId, out string problem)
    {
        problem = "the payload is not a JSON object with distinct members";
        if (!TokenJson.TryParseObject(json, out var claims)) return null;
        if (!TryText(claims, "iss", out var issuer, ref problem)
            || !TryText(claims, "sub", out var subject, ref problem)
            || !TryText(claims, "jti", out var id, ref problem)
            || !TryAudiences(claims, out var audiences, ref problem)
            || !TryDate(claims, "exp", out var expires, ref problem)
            || !TryDate(claims, "nbf", out var notBefore, ref problem)
            || !TryDate(claims, "iat", out var issuedAt, ref problem)) return null;
        var (accountNamespace, account) = ServiceAccount(subject);
        var check = new TokenCheck
        {
            Finding = null,
            KeyId = keyId,
            Id = id,
            Issuer = issuer,
            Subject = subject,
            Audiences = FixedList.Take(audiences),
            ExpiresAt = ToTime(expires),
            IssuedAt = ToTime(issuedAt),
            Claims = new DataValue(claims),
            Namespace = accountNamespace,
            ServiceAccount = account,
        };
        return new TokenClaims(check, expires, notBefore, issuedAt);
    }

    /// <summary>Exactly <c>system:serviceaccount:&lt;namespace&gt;:&lt;account&gt;</c>, as the API server writes it.</summary>
    private static (string? Namespace, string? Account) ServiceAccount(string? subject)
    {
        if (subject is null || !subject.StartsWith(AccountPrefix, StringComparison.Ordinal)) return default;
        var rest = subject.AsSpan(AccountPrefix.Length);
        var colon = rest.IndexOf(':');
        if (colon <= 0 || colon == rest.Length - 1 || rest[(colon + 1)..].Contains(':')) return default;
        return (rest[..colon].ToString(), rest[(colon + 1)..].ToString());
    }

    private static bool TryText(JsonElement claims, string name, out string? text, ref string problem)
    {
        text = null;
        if (!claims.TryGetProperty(name, out var claim) || TokenJson.TryText(claim, out text)) return true;
        problem = $"`{name}` is not a text";
        return false;
    }

    private static bool TryAudiences(JsonElement claims, out string[] audiences, ref string problem)
    {
        audiences = [];
        if (!claims.TryGetProperty("aud", out var claim)) return true;
        problem = "`aud` is not a text or a list of texts";
        if (claim.ValueKind != JsonValueKind.Array)
        {
            if (!TokenJson.TryText(claim, out var single)) return false;
            audiences = [single];
            return true;
        }
        audiences = new string[claim.GetArrayLength()];
        var i = 0;
        foreach (var item in claim.EnumerateArray())
        {
            if (!TokenJson.TryText(item, out var audience)) return false;
            audiences[i++] = audience;
        }
        return true;
    }

    private static bool TryDate(JsonElement claims, string name, out double? seconds, ref string problem)
    {
        seconds = null;
        if (!claims.TryGetProperty(name, out var claim)) return true;
        problem = $"`{name}` is not a point in time";
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var value)) return false;
        // NaN cannot be written in JSON; infinity can, as 1e999.
        if (!(value >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())) return false;
        seconds = value;
        return true;
    }

    private static DateTimeOffset? ToTime(double? seconds) =>
        seconds is { } value ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond)) : null;
}
