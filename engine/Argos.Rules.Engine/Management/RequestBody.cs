using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;

namespace Argos.Rules.Engine.Management;

/// <summary>Reads a body, plain or gzip, up to a limit that counts after decompression, so that a small body cannot fill the memory.</summary>
internal static class RequestBody
{
    public readonly record struct Result(PooledBuffer? Bytes, Response? Refusal)
    {
        [MemberNotNullWhen(true, nameof(Bytes))]
        [MemberNotNullWhen(false, nameof(Refusal))]
        public bool Ok => Bytes is not null;
    }

    /// <summary>Reads the whole body.</summary>
    public static async Task<Result> ReadAsync(HttpContext http, int limit)
    {
        if (Refusal(http, limit) is { } refusal) return Refuse(refusal);
        var buffer = new PooledBuffer();
        try
        {
            await using var plain = Gunzip(http);
            if (await FillAsync(plain ?? http.Request.Body, buffer, limit, http.RequestAborted)) return new Result(Handed(ref buffer), null);
            return Refuse(Response.TooLarge(limit));
        }
        catch (InvalidDataException)
        {
            return Refuse(NotGzip);
        }
        finally
        {
            buffer?.Dispose();
        }
    }

    /// <summary>The answer to a body that is not gzip.</summary>
    public static Response NotGzip => Response.BadRequest("the body is not valid gzip");

    /// <summary>Why a body is not read at all; also sets the server's own limit so that ours comes first.</summary>
    public static Response? Refusal(HttpContext http, int limit)
    {
        if (Encoding(http) is not ("" or "identity" or "gzip"))
            return Response.Error(StatusCodes.Status415UnsupportedMediaType, Contracts.Management.ErrorCodes.InvalidParameter,
                "the content encoding must be `gzip` or none");
        if (http.Request.ContentLength > limit) return Response.TooLarge(limit);
        // The server cuts the connection at its own limit, and the caller may then never see the 413: ours has to come first.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = (2L * limit) + 65_536;
        return null;
    }

    /// <summary>The body as it was before it was compressed; <see langword="null"/> when it was not.</summary>
    public static Stream? Gunzip(HttpContext http) =>
        Encoding(http) == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress, leaveOpen: true) : null;

    private static string Encoding(HttpContext http) => http.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();

    private static async Task<bool> FillAsync(Stream body, PooledBuffer buffer, int limit, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await body.ReadAsync(buffer.GetMemory(4096), cancellation);
            if (read == 0) return true;
            buffer.Advance(read);
            if (buffer.Written.Length > limit) return false;
        }
    }

    /// <summary>Passes the buffer on to the caller, who disposes it.</summary>
    private static PooledBuffer Handed(ref PooledBuffer? buffer)
    {
        var handed = buffer!;
        buffer = null;
        return handed;
    }

    private static Result Refuse(Response answer) => new(null, answer);
}
