using System.IO.Compression;
using System.Text.Json;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Management;

/// <summary>Writes answers: JSON, gzip when the caller takes it and it is worth it.</summary>
internal static class ResponseWriter
{
    private const int WorthCompressing = 1024;

    public static async Task WriteAsync(HttpContext http, Response answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        if (answer.Allow is not null) response.Headers.Allow = answer.Allow;
        if (answer.Body is null) return;
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) answer.Body(writer);
        response.ContentType = "application/json";
        response.Headers.Vary = "Accept-Encoding";
        if (buffer.Written.Length >= WorthCompressing && TakesGzip(http.Request)) await CompressAsync(response, buffer.Written, http.RequestAborted);
        else await PlainAsync(response, buffer.Written, http.RequestAborted);
    }

    private static async Task PlainAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellation);
    }

    private static async Task CompressAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(bytes, cancellation);
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(static coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
}
