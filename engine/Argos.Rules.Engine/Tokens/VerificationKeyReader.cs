using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Argos.Rules.Engine.Tokens;

/// <summary>Reads a public key from its JWK (RFC 7517).</summary>
internal static class VerificationKeyReader
{
    private const int MaximumRsaBytes = 1024;

    /// <summary>Reads a key; <see langword="null"/> for one that cannot verify anything here: no <c>kid</c>, another type, not importable.</summary>
    public static VerificationKey? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        try
        {
            var jwk = new JsonWebKey(json.GetRawText());
            if (string.IsNullOrEmpty(jwk.Kid)) return null;
            Func<AsymmetricAlgorithm> create;
            if (jwk.Kty == TokenAlgorithm.Rsa)
            {
                var rsa = RsaKey(jwk);
                create = () => RSA.Create(rsa);
            }
            else if (jwk.Kty == TokenAlgorithm.Ec && EcKey(jwk) is { } ec)
            {
                create = () => ECDsa.Create(ec);
            }
            else
            {
                return null;
            }
            // Import it once now: a key that cannot be imported must not be found out by a decision.
            using var imported = create();
            return new VerificationKey(create)
            {
                Id = jwk.Kid,
                KeyType = jwk.Kty,
                Curve = jwk.Crv,
                Algorithm = string.IsNullOrEmpty(jwk.Alg) ? null : jwk.Alg,
                ForSignatures = IsForSignatures(jwk),
                Bits = imported.KeySize,
            };
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or CryptographicException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsForSignatures(JsonWebKey jwk) =>
        (string.IsNullOrEmpty(jwk.Use) || jwk.Use == "sig") && (jwk.KeyOps.Count == 0 || jwk.KeyOps.Contains("verify"));

    private static RSAParameters RsaKey(JsonWebKey jwk)
    {
        // Athenz writes integers as Java does, with a leading zero byte.
        var modulus = Base64UrlEncoder.DecodeBytes(jwk.N).AsSpan().TrimStart((byte)0).ToArray();
        var exponent = Base64UrlEncoder.DecodeBytes(jwk.E).AsSpan().TrimStart((byte)0).ToArray();
        // A larger modulus would make each check expensive; the exponents 1 and even numbers make a signature anybody can write.
        if (modulus.Length is 0 or > MaximumRsaBytes || exponent.Length is 0 or > 4 || exponent is [1] || (exponent[^1] & 1) == 0) throw new CryptographicException("no RSA key");
        return new RSAParameters { Modulus = modulus, Exponent = exponent };
    }

    private static ECParameters? EcKey(JsonWebKey jwk)
    {
        var (curve, bytes) = jwk.Crv switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            _ => (default, 0),
        };
        if (bytes == 0) return null;
        return new ECParameters { Curve = curve, Q = new ECPoint { X = Coordinate(jwk.X, bytes), Y = Coordinate(jwk.Y, bytes) } };
    }

    private static byte[] Coordinate(string text, int length)
    {
        var value = Base64UrlEncoder.DecodeBytes(text).AsSpan().TrimStart((byte)0);
        var padded = new byte[length];
        if (value.Length > length) throw new CryptographicException("no EC key");
        value.CopyTo(padded.AsSpan(length - value.Length));
        return padded;
    }
}
