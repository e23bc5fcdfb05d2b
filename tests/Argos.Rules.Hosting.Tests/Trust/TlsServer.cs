using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Certificates;

namespace Argos.Rules.Hosting.Tests.Trust;

/// <summary>A server with a certificate, which answers each request with 200 and nothing.</summary>
internal sealed class TlsServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly SslStreamCertificateContext _certificate;

    /// <param name="certificate">What it shows.</param>
    /// <param name="sent">What it sends with it, the root too.</param>
    /// <param name="address">Where it listens; 127.0.0.1 when left out.</param>
    public TlsServer(IssuedCertificate certificate, X509Certificate2[] sent, IPAddress? address = null)
    {
        var trust = sent.Length == 0 ? null : SslCertificateTrust.CreateForX509Collection([.. sent]);
        _certificate = SslStreamCertificateContext.Create(certificate.Certificate, [.. sent], offline: true, trust);
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The names that clients asked for by SNI.</summary>
    public ConcurrentQueue<string> AskedFor { get; } = new();

    /// <summary>How many requests have come.</summary>
    public int Requests { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = new SslStream(client.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(
                    (_, hello, _, _) =>
                    {
                        AskedFor.Enqueue(hello.ServerName);
                        return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate });
                    },
                    null);
                if (await stream.ReadAsync(new byte[4096]) == 0) return;
                Requests++;
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not like it: it says why.
            }
        }
    }
}
