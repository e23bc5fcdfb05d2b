using System.IO.Compression;
using System.Text;
using Argos.Rules.TestKit.Kubernetes.Verbs;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.TestKit.Kubernetes.Requests;

/// <summary>Writes an answer, compressed when it is large and the client can read that.</summary>
internal static class ResponseWriter
{
    public static async Task WriteAsync(HttpContext context, ApiResponse answer, int gzipThreshold)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        var bytes = Encoding.UTF8.GetBytes(answer.Body);
        if (bytes.Length < gzipThreshold || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.Vary = "Accept-Encoding";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(bytes, context.RequestAborted);
    }
}
