using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Makes the HTTP client for an API server.</summary>
internal static class ClusterHttp
{
    /// <param name="access">The API server.</param>
    /// <param name="compress">Whether it may compress its answers.</param>
    public static HttpClient Create(ClusterAccess access, bool compress = false)
    {
        HttpMessageHandler handler = new SocketsHttpHandler
        {
            SslOptions = ClusterTrust.Options(access),
            // Not asked for unless it is set: inside a cluster bandwidth is not what is short, and compressing a list costs the API server as much as making it.
            AutomaticDecompression = compress ? DecompressionMethods.GZip : DecompressionMethods.None,
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
