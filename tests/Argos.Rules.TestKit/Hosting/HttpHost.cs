using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.TestKit.Hosting;

/// <summary>A real HTTP server, by default on a free loopback port, for fakes.</summary>
public sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpHost(WebApplication app, IPAddress address, bool tls)
    {
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
        Url = new Uri($"{(tls ? "https" : "http")}://{address}:{Port}");
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Its base address.</summary>
    public Uri Url { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="handle">Answers every request.</param>
    /// <param name="tls">The TLS settings; <see langword="null"/> for plain HTTP.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<HttpHost> StartAsync(RequestDelegate handle, Action<HttpsConnectionAdapterOptions>? tls, int port, CancellationToken cancellationToken) =>
        StartAsync(handle, tls, new IPEndPoint(IPAddress.Loopback, port), HttpProtocols.Http1, cancellationToken);

    /// <summary>Starts to listen on an IPv4 address that need not be the loopback's.</summary>
    /// <param name="handle">Answers every request.</param>
    /// <param name="tls">The TLS settings; <see langword="null"/> for plain HTTP.</param>
    /// <param name="place">Address and port; port 0 for a free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<HttpHost> StartAsync(RequestDelegate handle, Action<HttpsConnectionAdapterOptions>? tls, IPEndPoint place, CancellationToken cancellationToken) =>
        StartAsync(handle, tls, place, HttpProtocols.Http1, cancellationToken);

    /// <summary>Starts to listen without TLS for HTTP/2 that the client is sure of, as gRPC is spoken.</summary>
    /// <param name="handle">Answers every request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<HttpHost> StartHttp2Async(RequestDelegate handle, CancellationToken cancellationToken) => StartAsync(handle, null, new IPEndPoint(IPAddress.Loopback, 0), HttpProtocols.Http2, cancellationToken);

    private static async Task<HttpHost> StartAsync(
        RequestDelegate handle, Action<HttpsConnectionAdapterOptions>? tls, IPEndPoint place, HttpProtocols protocols, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.Listen(place, listen =>
            {
                listen.Protocols = protocols;
                if (tls is not null) listen.UseHttps(tls);
            });
        });
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync(cancellationToken);
        return new HttpHost(app, place.Address, tls is not null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
