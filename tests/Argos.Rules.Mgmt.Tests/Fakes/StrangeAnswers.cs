using System.IO.Compression;
using System.Net;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>Something between mgmt and a server that answers some requests itself, with 200.</summary>
/// <param name="takes">Which ones.</param>
/// <param name="answer">With what; with a body that cannot be decompressed when it is <see langword="null"/>.</param>
internal sealed class StrangeAnswers(Func<HttpRequestMessage, bool> takes, string? answer) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!takes(request)) return await base.SendAsync(request, cancellationToken);
        // As the client's own decompression hands it on.
        HttpContent content = answer is null ? new StreamContent(new GZipStream(new MemoryStream([.. "no gzip at all"u8]), CompressionMode.Decompress)) : new StringContent(answer);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
