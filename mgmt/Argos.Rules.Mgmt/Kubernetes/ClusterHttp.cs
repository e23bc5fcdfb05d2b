using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Makes the HTTP client for an API server.</summary>
internal static class ClusterHttp
{
    public static HttpClient Create(ClusterAccess access)
    {
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            SslOptions = ClusterTrust.Options(access),
            // Inside a cluster bandwidth is not what is short: compressing a list costs the API server as much as making it, and both ends wait for it.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // A new connection reads certificates anew.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        if (access.Token is { } token) handler = new BearerTokenHandler(token) { InnerHandler = handler };
        return new HttpClient(handler) { BaseAddress = access.Server, Timeout = Timeout.InfiniteTimeSpan };
    }
}
