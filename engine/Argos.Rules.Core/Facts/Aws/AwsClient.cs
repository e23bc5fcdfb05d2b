using System.Net.Http.Headers;
using System.Text;
using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>The calls to STS and IAM.</summary>
internal sealed class AwsClient(FactHttp http, FactsOptions options, TimeProvider clock)
{
    private const string StsVersion = "2011-06-15";
    private const string IamVersion = "2010-05-08";

    /// <summary>The host that is asked for a region.</summary>
    public string StsHost(string region) => Sts(region).Authority;

    /// <summary>Whose the credentials are.</summary>
    public Task<(AwsResponse? Answer, string? Refusal)> GetCallerIdentityAsync(AwsCredentials credentials, string region,
        CancellationToken cancellation) =>
        CallAsync(Sts(region), (region, "sts"), credentials, [new("Action", "GetCallerIdentity"), new("Version", StsVersion)], cancellation);

    /// <summary>Assumes a role.</summary>
    public Task<(AwsResponse? Answer, string? Refusal)> AssumeRoleAsync(AwsCredentials credentials, string roleArn, string region,
        CancellationToken cancellation) => CallAsync(
        Sts(region), (region, "sts"), credentials, [new("Action", "AssumeRole"), new("Version", StsVersion), new("RoleArn", roleArn), new("RoleSessionName", "argos-rules"), new("DurationSeconds", "900")], cancellation);

    /// <summary>Assumes a role with a token instead of credentials.</summary>
    public Task<(AwsResponse? Answer, string? Refusal)> AssumeRoleWithWebIdentityAsync(string token, string roleArn, string region,
        CancellationToken cancellation) => CallAsync(
        Sts(region), (region, "sts"), null, [new("Action", "AssumeRoleWithWebIdentity"), new("Version", StsVersion), new("RoleArn", roleArn), new("RoleSessionName", "argos-rules"), new("WebIdentityToken", token)], cancellation);

    /// <summary>The OIDC providers of the credentials' account.</summary>
    public Task<(AwsResponse? Answer, string? Refusal)> ListOpenIdConnectProvidersAsync(AwsCredentials credentials, string region,
        CancellationToken cancellation)
    {
        var partition = AwsPartition.Of(region);
        var address = options.AwsIamUrl.Length > 0 ? new Uri(options.AwsIamUrl) : new Uri($"https://{partition.IamHost}/");
        return CallAsync(address, (partition.IamRegion, "iam"), credentials, [new("Action", "ListOpenIDConnectProviders"), new("Version", IamVersion)], cancellation);
    }

    /// <summary>The credentials in an answer.</summary>
    public static AwsCredentials? CredentialsIn(AwsResponse answer) =>
        (answer.Text("AccessKeyId"), answer.Text("SecretAccessKey"), answer.Text("SessionToken")) is ({ Length: > 0 } id, { Length: > 0 } secret, { Length: > 0 } token) ? new AwsCredentials(id, secret, token) : null;

    private Uri Sts(string region) => options.AwsStsUrl.Length > 0 ? new Uri(options.AwsStsUrl) : new Uri($"https://sts.{region}.{AwsPartition.Of(region).DnsSuffix}/");

    private async Task<(AwsResponse? Answer, string? Refusal)> CallAsync(
        Uri address, (string Region, string Service) scope, AwsCredentials? credentials, KeyValuePair<string, string>[] parameters, CancellationToken cancellation)
    {
        var body = string.Join('&', parameters.Select(static p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(AwsSignature.ContentType);
        if (credentials is not null) AwsSignature.Sign(request, body, credentials, scope, clock.GetUtcNow());
        var (status, answer) = await http.SendAsync(request, cancellation);
        return AwsResponse.Read(status, answer, scope.Service.ToUpperInvariant());
    }
}
