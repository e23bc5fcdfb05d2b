using System.Net;
using System.Net.Sockets;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>
/// HTTP requests to sources: no redirects, no cookies, bounded answers. What is not an answer is a <see cref="FactUnreachableException"/>.
/// </summary>
/// <param name="connections">How connections are made; the usual way when left out.</param>
internal sealed class FactHttp(OutgoingHttp? connections = null) : IDisposable
{
    private const int MaximumBytes = 256 * 1024;

    private readonly HttpClient _http = new((connections ?? new OutgoingHttp()).CreateHandler())
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
            throw new FactUnreachableException($"{request.RequestUri!.Authority} cannot be asked: {TransportFailure.Describe(e)}");
        }
        // A connection that is reset as soon as it is made comes as a bare SocketException.
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new FactUnreachableException($"the answer of {request.RequestUri!.Authority} is truncated");
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
