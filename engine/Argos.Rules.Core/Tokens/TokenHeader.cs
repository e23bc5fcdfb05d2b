using Argos.Rules.Language;

namespace Argos.Rules.Core.Tokens;

/// <summary>What the header of a token says, before anything is trusted.</summary>
internal static class TokenHeader
{
    private const int MaximumKeyIdLength = 512;

    /// <summary>Reads the header.</summary>
    /// <param name="json">The decoded first part.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="keyId"><c>kid</c>, also when something else is wrong.</param>
    /// <returns>What is wrong; <see langword="null"/> for a header that is accepted.</returns>
    public static Finding? Read(ReadOnlySpan<byte> json, out TokenAlgorithm? algorithm, out string? keyId)
    {
        algorithm = null;
        keyId = null;
        if (!TokenJson.TryParseObject(json, out var header)) return Malformed("the header is not a JSON object with distinct members");
        if (header.TryGetProperty("kid", out var kid))
        {
            if (!TokenJson.TryText(kid, out keyId) || keyId.Length > MaximumKeyIdLength) return Malformed("`kid` is not a text of reasonable length");
        }
        if (header.TryGetProperty("crit", out _)) return Malformed("the header has critical extensions");
        if (header.TryGetProperty("enc", out _)) return Malformed("the token is encrypted");
        if (header.TryGetProperty("typ", out var kind) && !(TokenJson.TryText(kind, out var typed) && IsAccepted(typed))) return Malformed("`typ` is neither `JWT` nor `at+jwt`");
        if (header.TryGetProperty("cty", out var type) && TokenJson.TryText(type, out var content) && content.Equals("JWT", StringComparison.OrdinalIgnoreCase)) return Malformed("the token holds another token");
        if (!header.TryGetProperty("alg", out var name) || !TokenJson.TryText(name, out var algorithmName)) return Malformed("the header has no `alg`");
        algorithm = TokenAlgorithm.Find(algorithmName);
        if (algorithm is null) return new Finding("token-algorithm", "`alg` is not one of RS256, RS384, RS512, ES256, ES384, ES512");
        return string.IsNullOrEmpty(keyId) ? new Finding("token-key-unknown", "the header has no `kid`") : null;
    }

    // RFC 8725, 3.11: a token made for something else must not pass for one of these.
    private static bool IsAccepted(string type) => type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase);

    private static Finding Malformed(string detail) => new("token-malformed", detail);
}
