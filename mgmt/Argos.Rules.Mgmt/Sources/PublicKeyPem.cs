using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Public keys as PEM, as they are given to an API server (<c>--service-account-key-file</c>), as a key set; their ids are those that it writes into tokens.</summary>
internal static class PublicKeyPem
{
    private const string Label = "PUBLIC KEY";

    /// <summary>Reads all keys of a text; refuses one of a kind that signs no tokens.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out JsonObject? set)
    {
        set = null;
        var keys = new JsonArray();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            if (!rest[found.Label].SequenceEqual(Label)) continue;
            var der = Convert.FromBase64String(rest[found.Base64Data].ToString());
            if (Rsa(der) is not { } key && (key = Ec(der)) is null) return false;
            key["use"] = "sig";
            key["kid"] = Base64Url.EncodeToString(SHA256.HashData(der));
            keys.Add((JsonNode)key);
        }
        if (keys.Count == 0) return false;
        set = new JsonObject { ["keys"] = keys };
        return true;
    }

    private static JsonObject? Rsa(byte[] der)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(der, out _);
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject { ["kty"] = "RSA", ["alg"] = "RS256", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JsonObject? Ec(byte[] der)
    {
        try
        {
            using var ec = ECDsa.Create();
            ec.ImportSubjectPublicKeyInfo(der, out _);
            var parameters = ec.ExportParameters(includePrivateParameters: false);
            var key = new JsonObject { ["kty"] = "EC", ["x"] = Base64Url.EncodeToString(parameters.Q.X), ["y"] = Base64Url.EncodeToString(parameters.Q.Y) };
            (key["crv"], key["alg"]) = ec.KeySize switch
            {
                256 => ("P-256", "ES256"),
                384 => ("P-384", "ES384"),
                521 => ("P-521", "ES512"),
                _ => throw new CryptographicException(),
            };
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
