using System.Collections.Concurrent;
using System.Security.Authentication;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>A provider that answers what it is told to, and keeps what it was asked.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpHost? _host;

    public Uri Url => _host!.Url;

    public int Status { get; set; } = 200;

    public string Body { get; set; } = "{}";

    public string ContentType { get; set; } = "application/json";

    public string? Location { get; set; }

    public bool Silent { get; set; }

    public ConcurrentQueue<ProviderRequest> Requests { get; } = new();

    public static async Task<FakeProvider> StartAsync(IssuedCertificate certificate)
    {
        var stub = new FakeProvider();
        stub._host = await HttpHost.StartAsync(stub.HandleAsync, tls =>
        {
            tls.ServerCertificate = certificate.Certificate;
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (_, _, _) => true;
        }, 0, CancellationToken.None);
        return stub;
    }

    public ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        return _host!.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Enqueue(new ProviderRequest(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(),
            context.Connection.Id,
            context.Features.Get<ITlsHandshakeFeature>()!.Protocol,
            context.Connection.ClientCertificate?.Subject));
        if (Silent) await _released.Task;
        context.Response.StatusCode = Status;
        if (Location is not null) context.Response.Headers.Location = Location;
        if (Status == 204) return;
        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(Body);
    }
}

internal sealed record ProviderRequest(
    string Method, string Path, Dictionary<string, string> Headers, string Body, string Connection, SslProtocols Protocol, string? Client);
