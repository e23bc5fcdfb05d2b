using System.Net;
using System.Text;
using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>The credentials of the instance's role, from its metadata service, version 2 only: a session first, then the role, then its credentials.</summary>
internal sealed class InstanceCredentials(FactHttp http, FactsOptions options)
{
    private const string CredentialsPath = "/latest/meta-data/iam/security-credentials/";

    private static readonly string[] Services = ["169.254.169.254", "[fd00:ec2::254]"];

    /// <summary>The metadata service, or loopback where that is allowed.</summary>
    public static bool IsAddress(string text, bool loopbackHttp) => LinkLocal.IsAddress(text, Services, loopbackHttp);

    /// <exception cref="FactUnreachableException">They cannot be had now.</exception>
    public async Task<AwsCredentials> GetAsync(CancellationToken cancellation)
    {
        var session = await AskAsync(HttpMethod.Put, "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "60", cancellation);
        const string header = "X-aws-ec2-metadata-token";
        var role = Text(await AskAsync(HttpMethod.Get, CredentialsPath, header, Text(session), cancellation));
        if (role.Length == 0 || !role.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '=' or ',' or '.' or '@' or '-' or '_')) throw new FactUnreachableException("the instance has no role");
        return CredentialsResponse.Read(await AskAsync(HttpMethod.Get, CredentialsPath + role, header, Text(session), cancellation))
            ?? throw new FactUnreachableException("the metadata service has no credentials of the instance's role");
    }

    private async Task<byte[]> AskAsync(HttpMethod method, string path, string header, string value, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(options.AwsMetadataUrl), path));
        if (!request.Headers.TryAddWithoutValidation(header, value) || value.Any(char.IsControl)) throw new FactUnreachableException("the metadata service gave a session that is none");
        var (status, body) = await http.SendAsync(request, cancellation);
        return status == HttpStatusCode.OK ? body : throw new FactUnreachableException($"the metadata service answered {(int)status}");
    }

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body).Trim();
}
