using System.Net;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Makes the HTTP client for an API server.</summary>
internal static class ClusterHttp
{
    /// <param name="access">The API server.</param>
    /// <param name="compress">Whether it may compress its answers.</param>
    public static HttpClient Create(ClusterAccess access, bool compress = false)
    {
        var connections = new OutgoingHttp
        {
            Trust = access.Insecure ? ServerTrust.AnyServer : new ServerTrust(access.Authority, access.ServerName),
            ClientCertificate = access is { ClientCertificate: { } certificate, ClientKey: { } key }
                ? new PemClientCertificate(certificate, key)
                : null,
            Proxy = access.Proxy,
            // Not asked for unless it is set: inside a cluster bandwidth is not what is short, and compressing a list costs the API
            // server as much as making it.
            Decompression = compress && !access.DisableCompression ? DecompressionMethods.GZip : DecompressionMethods.None,
            // A new connection reads certificates again.
            ConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        var handler = connections.CreateHandler();
        if (access.Token is { } token) handler = new BearerTokenHandler(token) { InnerHandler = handler };
        else if (access.Password is { } password) handler = new PasswordHandler(access.UserName, password) { InnerHandler = handler };
        if (access.ServerName is not null || !access.Headers.IsEmpty)
            handler = new RequestHeadersHandler(access) { InnerHandler = handler };
        return new HttpClient(handler) { BaseAddress = access.Server, Timeout = Timeout.InfiniteTimeSpan };
    }
}
