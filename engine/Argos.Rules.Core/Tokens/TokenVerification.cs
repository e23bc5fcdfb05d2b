using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Tokens;

/// <summary>
/// Verifies tokens, for all decisions: key sets and verified signatures are kept here. Microsoft.IdentityModel's
/// JsonWebTokenHandler is not used on the way of a decision because it cannot be asked for the signature alone (which is
/// what may be remembered), tells a refusal by an exception, and takes half as long again as the signature itself.
/// </summary>
internal sealed class TokenVerification : IDisposable
{
    /// <summary>The longest token, in characters.</summary>
    public const int MaximumLength = 16 * 1024;

    private const string NotCompact = "the token is not three parts of base64url";

    private const long DefaultCacheBytes = 64L * 1024 * 1024;

    private readonly KeySets _keySets = new();
    private readonly VerifiedTokens _verified;

    /// <param name="cacheBytes">How much memory verified tokens may take, in bytes.</param>
    public TokenVerification(long cacheBytes = DefaultCacheBytes) => _verified = new VerifiedTokens(cacheBytes);

    /// <summary>The number of verified tokens that are remembered.</summary>
    public int Remembered => _verified.Count;

    /// <summary>Checks a token; never throws for a bad one.</summary>
    /// <param name="token">The compact serialization.</param>
    /// <param name="expectation">What must hold.</param>
    /// <param name="data">The snapshot that has the keys.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="unknownKey">Gets the path of a key set that does not have a token's key.</param>
    public TokenCheck Verify(string? token, TokenExpectation expectation, IDataView data, DateTimeOffset now, Action<string>? unknownKey)
    {
        if (string.IsNullOrEmpty(token)) return TokenCheck.Failed("token-missing", "there is no token");
        if (token.Length > MaximumLength) return Malformed($"the token is longer than {MaximumLength} characters");
        // INVARIANT: a missing expectation never means any.
        if (IsNone(expectation.Issuers)) return Unexpected("issuer");
        if (IsNone(expectation.Audiences)) return Unexpected("audience");
        var keys = _keySets.Of(expectation.Keys, expectation.KeySet ?? data.Read(expectation.Keys));
        // Keys that were fetched for a decision are renewed by it, not by whoever fills the data tree.
        if (expectation.KeySet is not null) unknownKey = null;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * token.Length);
        try
        {
            if (Ascii.FromUtf16(token, buffer, out var length) != OperationStatus.Done) return Malformed(NotCompact);
            var check = Signature(buffer.AsSpan(0, length), buffer.AsSpan(length), keys, expectation.Keys, unknownKey, out var claims);
            return claims is null ? check! : TokenRules.Check(claims, expectation, now);
        }
        finally
        {
            // The buffer held a credential.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Forgets what was verified.</summary>
    public void Dispose() => _verified.Clear();

    private TokenCheck? Signature(ReadOnlySpan<byte> text, Span<byte> scratch, KeySet? keys, string path, Action<string>? unknownKey, out TokenClaims? claims)
    {
        var known = keys is null ? default : KeyOf(text, keys);
        claims = keys is null ? null : _verified.Find(known);
        if (claims is not null) return null;
        if (!SignedToken.TryRead(text, out var token) || !SignedToken.TryDecode(token.Header, scratch, out var header)) return Malformed(NotCompact);
        if (TokenHeader.Read(header, out var algorithm, out var keyId) is { } finding) return new TokenCheck { Finding = finding, KeyId = keyId };
        if (keys is null) return TokenCheck.Failed("token-keys-missing", $"there are no keys at `{path}`", keyId);
        var key = keys.Find(keyId!, algorithm!);
        if (key is null)
        {
            unknownKey?.Invoke(path);
            return TokenCheck.Failed("token-key-unknown", $"the token's `kid` is not among the keys at `{path}`", keyId);
        }
        if (key.Incompatibility(algorithm!) is { } incompatibility) return TokenCheck.Failed("token-algorithm", incompatibility, keyId);
        if (!IsSigned(token, key, algorithm!, scratch)) return TokenCheck.Failed("token-signature", "the signature does not fit", keyId);
        if (!SignedToken.TryDecode(token.Payload, scratch, out var payload)) return Malformed(NotCompact);
        claims = TokenClaims.Read(payload, keyId!, out var problem);
        if (claims is null) return TokenCheck.Failed("token-malformed", problem, keyId);
        _verified.Add(known, claims, payload.Length);
        return null;
    }

    private static bool IsSigned(SignedToken token, VerificationKey key, TokenAlgorithm algorithm, Span<byte> scratch)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        hash = hash[..algorithm.HashBytes];
        token.Hash(algorithm, hash);
        return SignedToken.TryDecode(token.Signature, scratch, out var signature) && key.Verify(hash, signature, algorithm);
    }

    private static VerifiedTokenKey KeyOf(ReadOnlySpan<byte> text, KeySet keys)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new VerifiedTokenKey(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]), keys.Generation);
    }

    // No walk by an enumerator, which is an object: this is the hot path.
    private static bool IsNone(IReadOnlyList<string> expected)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            if (!string.IsNullOrEmpty(expected[i])) return false;
        }
        return true;
    }

    private static TokenCheck Unexpected(string claim) =>
        TokenCheck.Failed($"token-{claim}", $"no {claim} is expected: set one in the provider's settings");

    private static TokenCheck Malformed(string detail) => TokenCheck.Failed("token-malformed", detail);
}
