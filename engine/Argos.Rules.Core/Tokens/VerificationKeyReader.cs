using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Argos.Rules.Core.Tokens;

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
            // Only what is needed is read: `x5c`, `x5t` and what else an issuer publishes may be as it likes.
            if (Text(json, "kid") is not { Length: > 0 } id || Text(json, "kty") is not { } type) return null;
            Func<AsymmetricAlgorithm> create;
            if (type == TokenAlgorithm.Rsa)
            {
                var rsa = RsaKey(json);
                create = () => RSA.Create(rsa);
            }
            else if (type == TokenAlgorithm.Ec && EcKey(json) is { } ec)
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
                Id = id,
                KeyType = type,
                Curve = type == TokenAlgorithm.Ec ? Text(json, "crv") : null,
                Algorithm = Text(json, "alg") is { Length: > 0 } algorithm ? algorithm : null,
                Use = Text(json, "use") is { Length: > 0 } use ? use : null,
                MayVerify = MayVerify(json),
                Bits = imported.KeySize,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member; <see langword="null"/> when it is missing or JSON <c>null</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not a text: what a key is for must not be guessed.</exception>
    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var member) ? member.GetString() : null;

    private static bool MayVerify(JsonElement json)
    {
        if (!json.TryGetProperty("key_ops", out var operations) || operations.ValueKind == JsonValueKind.Null) return true;
        var anyIsVerify = operations.EnumerateArray().Any(static o => o.ValueKind == JsonValueKind.String && o.ValueEquals("verify"));
        return anyIsVerify || operations.GetArrayLength() == 0;
    }

    private static RSAParameters RsaKey(JsonElement json)
    {
        // Athenz writes integers as Java does, with a leading zero byte.
        var modulus = Base64UrlEncoder.DecodeBytes(Text(json, "n")).AsSpan().TrimStart((byte)0).ToArray();
        var exponent = Base64UrlEncoder.DecodeBytes(Text(json, "e")).AsSpan().TrimStart((byte)0).ToArray();
        // A larger modulus would make each check expensive; the exponents 1 and even numbers make a signature anybody can write.
        if (modulus.Length is 0 or > MaximumRsaBytes || exponent.Length is 0 or > 4 || exponent is [1] || (exponent[^1] & 1) == 0)
        {
            throw new CryptographicException("no RSA key");
        }
        return new RSAParameters { Modulus = modulus, Exponent = exponent };
    }

    private static ECParameters? EcKey(JsonElement json)
    {
        var (curve, bytes) = Text(json, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            _ => (default, 0),
        };
        if (bytes == 0) return null;
        var point = new ECPoint { X = Coordinate(Text(json, "x"), bytes), Y = Coordinate(Text(json, "y"), bytes) };
        return new ECParameters { Curve = curve, Q = point };
    }

    private static byte[] Coordinate(string? text, int length)
    {
        var value = Base64UrlEncoder.DecodeBytes(text).AsSpan().TrimStart((byte)0);
        var padded = new byte[length];
        if (value.Length > length) throw new CryptographicException("no EC key");
        value.CopyTo(padded.AsSpan(length - value.Length));
        return padded;
    }
}
