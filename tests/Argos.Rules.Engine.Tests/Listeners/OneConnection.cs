using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>A client that keeps its connection, and counts how often it has to make one.</summary>
internal sealed class OneConnection : IDisposable
{
    private readonly HttpClient _client;

    public OneConnection(RunningEngine engine, X509Certificate2 certificate, params X509Certificate2[] intermediates)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                Connections++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, server, _, _) =>
            server is not null && server.Subject.Contains("identityd", StringComparison.Ordinal);
        handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [.. intermediates], offline: true);
        _client = new HttpClient(handler) { BaseAddress = engine.CallbackUri, Timeout = TimeSpan.FromSeconds(20) };
    }

    public int Connections { get; private set; }

    public Task<HttpResponseMessage> PostAsync(string confirmation) => _client.PostAsync("/instance", new StringContent(confirmation));

    public void Dispose() => _client.Dispose();
}
