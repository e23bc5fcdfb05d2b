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
            AutomaticDecompression = DecompressionMethods.GZip,
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
