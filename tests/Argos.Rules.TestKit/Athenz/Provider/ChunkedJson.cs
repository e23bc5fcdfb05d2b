using System.Net;
using System.Net.Http.Headers;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>A JSON body of unknown length: it goes out in chunks, without Content-Length.</summary>
internal sealed class ChunkedJson : HttpContent
{
    private readonly ReadOnlyMemory<byte> _json;

    public ChunkedJson(ReadOnlyMemory<byte> json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) => await stream.WriteAsync(_json);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
