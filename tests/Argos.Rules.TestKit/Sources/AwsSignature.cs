using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.TestKit.Sources;

/// <summary>AWS Signature Version 4 of a request without a query.</summary>
/// <param name="Date">The value of <c>x-amz-date</c>.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service, for example <c>sts</c>.</param>
internal sealed record AwsSignature(string Date, string Region, string Service)
{
    public string Scope => $"{Date[..8]}/{Region}/{Service}/aws4_request";

    /// <summary>Signs.</summary>
    /// <param name="secret">The secret key.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="headers">The signed headers in the order of their names, in lower case, with their values.</param>
    /// <param name="body">The body.</param>
    public string Sign(string secret, string method, string path, IReadOnlyList<KeyValuePair<string, string>> headers, string body)
    {
        var lines = headers.Select(static h => $"{h.Key}:{h.Value.Trim()}\n");
        var canonical = string.Join('\n', method, path, "", string.Concat(lines), string.Join(';', headers.Select(static h => h.Key)),
            Hash(body));
        var text = string.Join('\n', "AWS4-HMAC-SHA256", Date, Scope, Hash(canonical));
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secret), Date[..8]), Region), Service), "aws4_request");
        return Convert.ToHexStringLower(Mac(key, text));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
