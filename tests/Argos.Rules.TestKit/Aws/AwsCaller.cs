using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Sources;

namespace Argos.Rules.TestKit.Aws;

/// <summary>Calls STS with the credentials of an instance, a pod, a task or a function, as the agents do.</summary>
/// <param name="aws">The STS.</param>
/// <param name="region">The region.</param>
/// <param name="credentials">The credentials of the workload's own role.</param>
/// <param name="trusted">The authority of its certificate.</param>
public sealed class AwsCaller(FakeAws aws, string region, (string AccessKeyId, string SecretKey, string SessionToken) credentials,
    TestAuthority trusted)
{
    private const string SignedHeaders = "host;x-amz-date;x-amz-security-token";

    /// <summary>The credentials of the role of an Athenz service; the session is called like the role.</summary>
    /// <exception cref="HttpRequestException">STS refuses.</exception>
    public async Task<(string AccessKeyId, string SecretKey, string SessionToken)> AssumeAsync(string roleArn,
        CancellationToken cancellationToken)
    {
        var answer = await CallAsync("AssumeRole", cancellationToken, ("RoleArn", roleArn), ("RoleSessionName", roleArn.Split('/')[^1]));
        return (Text(answer, "AccessKeyId"), Text(answer, "SecretAccessKey"), Text(answer, "SessionToken"));
    }

    /// <summary>A web identity token of the workload's own role.</summary>
    /// <exception cref="HttpRequestException">STS refuses.</exception>
    public async Task<string> WebIdentityTokenAsync(string audience, CancellationToken cancellationToken) =>
        Text(await CallAsync("GetWebIdentityToken", cancellationToken, ("Audience.member.1", audience), ("SigningAlgorithm", "RS256")),
            "WebIdentityToken");

    private async Task<XElement> CallAsync(string action, CancellationToken cancellationToken,
        params (string Name, string Value)[] parameters)
    {
        var form = parameters.Prepend(("Version", "2011-06-15")).Prepend(("Action", action));
        var body = string.Join('&', form.Select(static p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 leaf
            && trusted.Trusts(leaf);
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.Url);
        request.Content = new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var date = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signature = new AwsSignature(date, region, "sts");
        KeyValuePair<string, string>[] headers =
            [new("host", aws.Url.Authority), new("x-amz-date", date), new("x-amz-security-token", credentials.SessionToken)];
        foreach (var (name, value) in headers.Skip(1)) request.Headers.Add(name, value);
        var signed = signature.Sign(credentials.SecretKey, "POST", "/", headers, body);
        var credential = $"{credentials.AccessKeyId}/{signature.Scope}";
        var authorization = $"AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={SignedHeaders},Signature={signed}";
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.SendAsync(request, cancellationToken);
        return XElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
    }

    private static string Text(XElement answer, string name) => answer.Descendants().Single(e => e.Name.LocalName == name).Value;
}
