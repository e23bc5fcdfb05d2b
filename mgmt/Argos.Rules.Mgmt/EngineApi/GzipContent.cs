using System.IO.Compression;
using System.Net;

namespace Argos.Rules.Mgmt.EngineApi;

/// <summary>A body, compressed as it is sent.</summary>
internal sealed class GzipContent : HttpContent
{
    private readonly HttpContent _inner;

    public GzipContent(HttpContent inner)
    {
        _inner = inner;
        Headers.ContentType = inner.Headers.ContentType;
        Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        await _inner.CopyToAsync(gzip, cancellationToken);
    }
}
