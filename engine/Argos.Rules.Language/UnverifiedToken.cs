using System.Buffers.Text;
using System.Text.Json;

namespace Argos.Rules.Language;

/// <summary>What a token says of itself, before anything is trusted: it chooses which of the accepted issuers' keys it is verified with.</summary>
internal static class UnverifiedToken
{
    private const int MaximumLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The claim <c>iss</c>, unverified.</summary>
    public static string? IssuerOf(string? token, out Finding? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(token))
        {
            problem = new Finding("token-missing", "there is no token");
            return null;
        }
        problem = new Finding("token-malformed", "the token is not three parts of base64url with a claim `iss`");
        if (token.Length > MaximumLength || token.Split('.') is not [_, var payload, _]) return null;
        try
        {
            var claims = JsonElement.Parse(Base64Url.DecodeFromChars(payload), Strict);
            if (claims.ValueKind != JsonValueKind.Object || !claims.TryGetProperty("iss", out var issuer) || issuer.ValueKind != JsonValueKind.String) return null;
            var text = issuer.GetString();
            if (string.IsNullOrEmpty(text)) return null;
            problem = null;
            return text;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            // Dropped on purpose: it may quote the token.
            return null;
        }
    }
}
