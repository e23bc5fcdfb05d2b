using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Argos.Rules.Engine.Facts.Fetching;

/// <summary>HTTP requests to sources: no redirects, no cookies, bounded answers. What is no answer is a <see cref="FactUnreachableException"/>.</summary>
/// <param name="tls">The TLS settings of the connections; the system's when left out.</param>
/// <param name="routes">Where connections go; where DNS says when left out.</param>
internal sealed class FactHttp(SslClientAuthenticationOptions? tls = null, FactRoutes? routes = null) : IDisposable
{
    private const int MaximumBytes = 256 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = tls ?? new SslClientAuthenticationOptions(),
        ConnectCallback = routes is { Any: true } ? routes.ConnectAsync : null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumBytes,
    };

    /// <summary>Sends a request. A server that fails or has too much to do is unreachable; every other status is an answer.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            if (response.StatusCode >= HttpStatusCode.InternalServerError || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            {
                throw new FactUnreachableException($"{request.RequestUri!.Authority} answered {(int)response.StatusCode}");
            }
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (HttpRequestException e)
        {
            throw new FactUnreachableException($"{request.RequestUri!.Authority} cannot be asked: {e.HttpRequestError}");
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new FactUnreachableException($"{request.RequestUri!.Authority} broke off");
        }
    }

    /// <summary>Gets a document.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(Uri address, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return await SendAsync(request, cancellation);
    }

    public void Dispose() => _http.Dispose();
}
