using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Tokens;

/// <summary>JSON Web Signatures by hand, because a token library refuses to make the bad ones.</summary>
internal static class Jws
{
    public static string Sign(TokenKey key, TokenSigning signing, ImmutableDictionary<string, JsonNode?> headers, JsonObject claims)
    {
        using var other = signing is TokenSigning.ForeignKey or TokenSigning.UnknownKey ? TokenKey.For(key.Algorithm) : null;
        var header = new JsonObject
        {
            ["alg"] = signing switch { TokenSigning.None => "none", TokenSigning.HmacWithPublicKey => "HS256", _ => key.Algorithm },
            ["kid"] = signing is TokenSigning.UnknownKey ? other!.Id : key.Id,
        };
        foreach (var (name, value) in headers)
        {
            if (value is null) header.Remove(name);
            else header[name] = value.DeepClone();
        }
        var head = Encode(header);
        var signed = Encoding.ASCII.GetBytes($"{head}.{Encode(claims)}");
        var signature = signing switch
        {
            TokenSigning.None => [],
            TokenSigning.HmacWithPublicKey => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.PublicKeyPem), signed),
            _ => (other ?? key).Sign(signed),
        };
        if (signing is TokenSigning.Tampered) claims["sub"] = "system:serviceaccount:kube-system:admin";
        return $"{head}.{Encode(claims)}.{Base64Url.EncodeToString(signature)}";
    }

    public static bool TryRead(string token, ImmutableArray<TokenKey> keys, [NotNullWhen(true)] out JsonObject? claims)
    {
        claims = null;
        try
        {
            if (token.Split('.') is not [var head, var body, var signature]) return false;
            var header = JsonNode.Parse(Base64Url.DecodeFromChars(head))!.AsObject();
            var key = keys.FirstOrDefault(k => k.Id == (string?)header["kid"] && k.Algorithm == (string?)header["alg"]);
            if (key is null || !key.Verify(Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature))) return false;
            claims = JsonNode.Parse(Base64Url.DecodeFromChars(body))!.AsObject();
            return true;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
