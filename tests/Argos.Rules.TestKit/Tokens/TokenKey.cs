using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Tokens;

/// <summary>A signing key pair with its <c>kid</c>: RSA 2048 or EC P-256, P-384, P-521.</summary>
public sealed class TokenKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly HashAlgorithmName _hash;
    private readonly string? _curve;

    private TokenKey(AsymmetricAlgorithm key, string algorithm, string? curve, string? keyId)
    {
        _key = key;
        Algorithm = algorithm;
        _curve = curve;
        _hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        // Kubernetes names a key by the hash of its public part.
        Id = keyId ?? Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary><c>kid</c>.</summary>
    public string Id { get; }

    /// <summary><c>alg</c>, for example <c>RS256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>The public key as PEM text: what a confused verifier would take for an HMAC secret.</summary>
    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>An RSA key of 2048 bits, for RS256, RS384 or RS512.</summary>
    public static TokenKey Rsa(string algorithm = "RS256", string? keyId = null) => new(RSA.Create(2048), algorithm, null, keyId);

    /// <summary>An RSA key from PEM text, for example the signing key of a test cluster.</summary>
    public static TokenKey FromRsaPem(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return new TokenKey(key, "RS256", null, null);
    }

    /// <summary>An EC key: P-256 for ES256, P-384 for ES384, P-521 for ES512.</summary>
    public static TokenKey Ec(string algorithm = "ES256", string? keyId = null)
    {
        var (curve, name) = algorithm switch
        {
            "ES256" => (ECCurve.NamedCurves.nistP256, "P-256"),
            "ES384" => (ECCurve.NamedCurves.nistP384, "P-384"),
            "ES512" => (ECCurve.NamedCurves.nistP521, "P-521"),
            _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"`{algorithm}` is not ES256, ES384 or ES512"), nameof(algorithm)),
        };
        return new TokenKey(ECDsa.Create(curve), algorithm, name, keyId);
    }

    /// <summary>A key for any of the six algorithms.</summary>
    public static TokenKey For(string algorithm, string? keyId = null) =>
        algorithm.StartsWith("RS", StringComparison.Ordinal) ? Rsa(algorithm, keyId) : Ec(algorithm, keyId);

    /// <summary>The signature in the form JWS wants (EC: r and s side by side).</summary>
    public byte[] Sign(byte[] data) => _key switch
    {
        RSA rsa => rsa.SignData(data, _hash, RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.SignData(data, _hash),
        _ => throw new NotSupportedException(),
    };

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verify(byte[] data, byte[] signature) => _key switch
    {
        RSA rsa => rsa.VerifyData(data, signature, _hash, RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.VerifyData(data, signature, _hash),
        _ => false,
    };

    /// <summary>The public key as a member of a JWKS document, as Kubernetes writes it.</summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["use"] = "sig", ["kty"] = _curve is null ? "RSA" : "EC", ["kid"] = Id, ["alg"] = Algorithm };
        if (_key is RSA rsa)
        {
            var key = rsa.ExportParameters(false);
            jwk["n"] = Base64Url.EncodeToString(key.Modulus);
            jwk["e"] = Base64Url.EncodeToString(key.Exponent);
            return jwk;
        }
        var point = ((ECDsa)_key).ExportParameters(false).Q;
        jwk["crv"] = _curve;
        jwk["x"] = Base64Url.EncodeToString(point.X);
        jwk["y"] = Base64Url.EncodeToString(point.Y);
        return jwk;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
