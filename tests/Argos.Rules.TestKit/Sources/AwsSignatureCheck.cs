using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Sources;

/// <summary>Verifies AWS Signature Version 4 from the request as it arrived.</summary>
internal static class AwsSignatureCheck
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

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
        if (day.Length != 8 || !date.StartsWith(day, StringComparison.Ordinal) || request.QueryString.HasValue) return false;
        var headers = signed.Select(name => KeyValuePair.Create(name, request.Headers[name].ToString()));
        return new AwsSignature(date, region, service).Sign(secretKey, request.Method, request.Path.Value!, [.. headers],
            body) == signature;
    }

    /// <summary>What STS says to a signature that its clock refuses; <see langword="null"/> for one of its own time.</summary>
    public static string? SkewOf(HttpRequest request, DateTimeOffset now)
    {
        var text = request.Headers["x-amz-date"].ToString();
        var signed = DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var (earliest, latest) = (now.AddMinutes(-15), now.AddMinutes(5));
        if (signed < earliest) return $"Signature expired: {text} is now earlier than {Text(earliest)} ({Text(now)} - 15 min.)";
        return signed > latest ? $"Signature not yet current: {text} is still later than {Text(latest)} ({Text(now)} + 5 min.)" : null;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static string? Part(HttpRequest request, string name)
    {
        var header = request.Headers.Authorization.ToString();
        var start = header.IndexOf(name + "=", StringComparison.Ordinal);
        return start < 0 ? null : header[(start + name.Length + 1)..].Split(',')[0];
    }
}
