using System.Net;
using System.Text;
using Argos.Rules.Core.Facts.Fetching;

namespace Argos.Rules.Core.Facts.Aws;

/// <summary>The credentials that an agent on the node or the platform hands to a container: EKS pod identity, ECS.</summary>
internal sealed class ContainerCredentials(FactHttp http, FactsOptions options)
{
    // The agents of ECS and EKS, which talk plain HTTP on the node itself.
    private static readonly string[] Agents = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>An address over https, one of the agents of ECS and EKS, or loopback where that is allowed.</summary>
    public static bool IsAddress(string text, bool loopbackHttp) => LinkLocal.IsAddress(text, Agents, loopbackHttp);

    /// <exception cref="FactUnreachableException">They cannot be had now.</exception>
    public async Task<AwsCredentials> GetAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.AwsContainerCredentialsUrl));
        if (options.AwsContainerTokenFile.Length > 0)
        {
            var token = Encoding.UTF8.GetString(await CredentialFile.ReadAsync(options.AwsContainerTokenFile, cancellation)).Trim();
            if (token.Length == 0 || token.Any(char.IsControl)) throw new FactUnreachableException("`Facts:AwsContainerTokenFile` holds no token");
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }
        var (status, body) = await http.SendAsync(request, cancellation);
        return status == HttpStatusCode.OK && CredentialsResponse.Read(body) is { } credentials
            ? credentials
            : throw new FactUnreachableException($"the address in `Facts:AwsContainerCredentialsUrl` answered {(int)status} without credentials");
    }
}
