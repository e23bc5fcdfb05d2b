using System.Net;
using System.Net.Http.Headers;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>A JSON body of unknown length: it goes out in chunks, without Content-Length.</summary>
internal sealed class ChunkedJson : HttpContent
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly ReadDeadline _deadline;

    public ChunkedJson(ReadOnlyMemory<byte> json, ReadDeadline deadline)
    {
        (_json, _deadline) = (json, deadline);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether the body has begun to go out.</summary>
    public bool Begun { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Begun = true;
        await stream.WriteAsync(_json);
        _deadline.Restart();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
