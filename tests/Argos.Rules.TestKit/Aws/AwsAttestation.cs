using System.Text.Json.Nodes;

namespace Argos.Rules.TestKit.Aws;

/// <summary>The attestation data of the AWS agents (sia-ec2, sia-eks, sia-fargate).</summary>
public static class AwsAttestation
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";

    /// <summary>Role and credentials: what sia-eks and sia-fargate send.</summary>
    public static JsonObject Of(string role, (string AccessKeyId, string SecretKey, string SessionToken) credentials) => new()
    {
        ["role"] = role,
        ["commonName"] = role,
        ["access"] = credentials.AccessKeyId,
        ["secret"] = credentials.SecretKey,
        ["token"] = credentials.SessionToken,
    };

    /// <summary>Adds document and signature from the metadata service, as sia-ec2 does.</summary>
    public static async Task<JsonObject> WithDocumentAsync(this JsonObject attestation, Uri imds, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = imds };
        using var ask = new HttpRequestMessage(HttpMethod.Put, "/latest/api/token");
        ask.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
        using var session = await http.SendAsync(ask, cancellationToken);
        http.DefaultRequestHeaders.Add(TokenHeader, await session.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
        attestation["document"] = await http.GetStringAsync(new Uri("/latest/dynamic/instance-identity/document", UriKind.Relative), cancellationToken);
        attestation["signature"] = await http.GetStringAsync(new Uri("/latest/dynamic/instance-identity/pkcs7", UriKind.Relative),
            cancellationToken);
        return attestation;
    }
}
