using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Sources;

/// <summary>Verifies AWS Signature Version 4 from the request as it arrived.</summary>
internal static class AwsSignatureCheck
{
    /// <summary>The access key id that a request names.</summary>
    public static string? CredentialOf(HttpRequest request) => Part(request, "Credential")?.Split('/')[0];

    /// <summary>Whether the request is signed with a secret key, over host, date and session token at least.</summary>
    public static bool IsSigned(HttpRequest request, string body, string secretKey)
    {
        if (Part(request, "Credential")?.Split('/') is not [_, var day, var region, var service, "aws4_request"]) return false;
        if (Part(request, "SignedHeaders") is not { } names || Part(request, "Signature") is not { } signature) return false;
        var signed = names.Split(';');
        if (!new[] { "host", "x-amz-date", "x-amz-security-token" }.All(signed.Contains)) return false;
        var date = request.Headers["x-amz-date"].ToString();
        if (!date.StartsWith(day, StringComparison.Ordinal)) return false;
        var lines = signed.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n");
        var canonical = string.Join('\n', request.Method, request.Path.Value, request.QueryString.Value!.TrimStart('?'), string.Concat(lines), names, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body))));
        var text = string.Join('\n', "AWS4-HMAC-SHA256", date, $"{day}/{region}/{service}/aws4_request", Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secretKey), day), region), service), "aws4_request");
        return Hex(Mac(key, text)) == signature;
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string? Part(HttpRequest request, string name)
    {
        var header = request.Headers.Authorization.ToString();
        var start = header.IndexOf(name + "=", StringComparison.Ordinal);
        return start < 0 ? null : header[(start + name.Length + 1)..].Split(',')[0];
    }
}
