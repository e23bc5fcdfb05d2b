using System.Collections.Concurrent;
using System.Text;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>An OpenTelemetry collector that takes what is sent by OTLP, over HTTP or as gRPC, and remembers the bytes.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Header, byte[] Body)> _taken = [];
    private HttpHost _host = null!;

    public Uri Url => _host.Url;

    /// <summary>The paths that something was sent to.</summary>
    public IEnumerable<string> Paths => _taken.Select(static t => t.Path).Distinct();

    /// <summary>The values of the header <c>x-tenant</c>.</summary>
    public IEnumerable<string> Tenants => _taken.Select(static t => t.Header).Distinct();

    /// <summary>Everything sent to paths that end so. Texts stand in protobuf as they are, so that they can be looked for.</summary>
    public string TextOf(string end) => string.Concat(_taken.Where(t => t.Path.EndsWith(end, StringComparison.Ordinal)).Select(static t => Encoding.Latin1.GetString(t.Body)));

    public static async Task<FakeCollector> StartAsync(bool grpc, CancellationToken cancellationToken)
    {
        var collector = new FakeCollector();
        collector._host = grpc ? await HttpHost.StartHttp2Async(collector.TakeGrpcAsync, cancellationToken) : await HttpHost.StartAsync(collector.TakeAsync, null, 0, cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        _taken.Enqueue((http.Request.Path, http.Request.Headers["x-tenant"].ToString(), body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext http)
    {
        await TakeAsync(http);
        http.Response.ContentType = "application/grpc";
        // An empty message: not compressed, of length 0.
        await http.Response.Body.WriteAsync(new byte[5], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
