using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>
/// AWS Signature Version 4 of a POST to <c>/</c> of a query API, over headers and body. Own code: one signer for two requests is less than
/// a package for each of the two services.
/// </summary>
internal static class AwsSignature
{
    public const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the headers that sign the request.</summary>
    /// <param name="request">The request; its address has no query.</param>
    /// <param name="body">Its body.</param>
    /// <param name="credentials">Whose request it is.</param>
    /// <param name="scope">Region and service.</param>
    /// <param name="now">The time of the request.</param>
    public static void Sign(HttpRequestMessage request, string body, AwsCredentials credentials, (string Region, string Service) scope, DateTimeOffset now)
    {
        var time = now.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = ContentType, ["host"] = request.RequestUri!.Authority, ["x-amz-date"] = time };
        if (credentials.SessionToken.Length > 0) headers["x-amz-security-token"] = credentials.SessionToken;
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        if (credentials.SessionToken.Length > 0) request.Headers.TryAddWithoutValidation("x-amz-security-token", credentials.SessionToken);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(headers, request.RequestUri.AbsolutePath, body, credentials, scope));
    }

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="headers">The headers to sign, with <c>x-amz-date</c>, by lower-case name in order.</param>
    /// <param name="path">The path, already encoded.</param>
    /// <param name="body">The body.</param>
    /// <param name="credentials">Whose request it is.</param>
    /// <param name="scope">Region and service.</param>
    public static string Authorization(SortedDictionary<string, string> headers, string path, string body, AwsCredentials credentials, (string Region, string Service) scope)
    {
        var time = headers["x-amz-date"];
        var day = time[..8];
        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n{path}\n\n{string.Concat(headers.Select(static h => $"{h.Key}:{h.Value.Trim()}\n"))}\n{names}\n{Hash(body)}";
        var place = $"{day}/{scope.Region}/{scope.Service}/aws4_request";
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey);
        foreach (var part in (ReadOnlySpan<string>)[day, scope.Region, scope.Service, "aws4_request"]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{place}\n{Hash(canonical)}"));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{place}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
