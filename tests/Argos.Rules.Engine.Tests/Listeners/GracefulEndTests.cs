using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Argos.Rules.Engine.Tests.Listeners;

/// <summary>An engine that stops answers the calls of all connections that it has accepted.</summary>
internal sealed class GracefulEndTests
{
    private const string Request = "POST /instance HTTP/1.1\r\nHost: e\r\nContent-Type: application/json\r\n"
        + "Content-Length: 43\r\n\r\n{\"provider\":\"p\",\"domain\":\"d\",\"service\":\"s\"}";

    private TestAuthority _authority = null!;
    private IssuedCertificate _client = null!;
    private RunningEngine _engine = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _authority = new TestAuthority();
        _client = _authority.Client(RunningEngine.Zts);
        _engine = new RunningEngine(_authority);
        _engine.Settings["Shutdown:DrainSeconds"] = "30";
        await _engine.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _engine.DisposeAsync();
        _client.Dispose();
        _authority.Dispose();
    }

    [Test]
    public async Task Connection_that_was_made_before_the_stop_still_has_its_call([Values] bool handshakeBefore)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", _engine.CallbackUri.Port);
        await Eventually.HoldsAsync(
            () => Connections.Open == 1,
            "the connection to be accepted",
            TimeSpan.FromSeconds(20),
            CancellationToken.None);
        await using var stream = new SslStream(connection.GetStream());
        if (handshakeBefore) await HandshakeAsync(stream);

        var stopped = _engine.App.StopAsync();
        await Eventually.HoldsAsync(RefusesAsync, "the listener to be closed", TimeSpan.FromSeconds(20), CancellationToken.None);
        if (!handshakeBefore) await HandshakeAsync(stream);
        var answer = await CallAsync(stream);
        await stopped;

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 OK").And.Contains("Connection: close"));
    }

    [Test]
    public async Task Connection_that_has_had_a_call_is_closed_at_once()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", _engine.CallbackUri.Port);
        await using var stream = new SslStream(connection.GetStream());
        await HandshakeAsync(stream);
        Assert.That(await CallAsync(stream), Does.StartWith("HTTP/1.1 200 OK").And.Not.Contains("Connection: close"));

        // Would last until the end of draining otherwise, and then be cut.
        await _engine.App.StopAsync();

        Assert.That(await stream.ReadAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task Call_while_the_engine_waits_for_its_end_is_answered_and_the_last_of_its_connection()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", _engine.CallbackUri.Port);
        await using var stream = new SslStream(connection.GetStream());
        await HandshakeAsync(stream);
        await CallAsync(stream);

        _engine.App.Lifetime.StopApplication();
        var answer = await CallAsync(stream);

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 OK").And.Contains("Connection: close"));
        Assert.That(await stream.ReadAsync(new byte[1]), Is.Zero);
    }

    private ConnectionLimiter Connections => _engine.App.Services.GetRequiredService<ListenerConnections>().Of(ListenerKind.Callback);

    private Task HandshakeAsync(SslStream stream) => stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 leaf && _authority.Trusts(leaf),
        ClientCertificateContext = SslStreamCertificateContext.Create(_client.Certificate, null, offline: true),
    });

    private static async Task<string> CallAsync(SslStream stream)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request));
        var buffer = new byte[4096];
        var length = 0;
        // The body is one small object.
        while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith('}')
            && await stream.ReadAsync(buffer.AsMemory(length)) is var read and > 0) length += read;
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private async Task<bool> RefusesAsync(CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync("127.0.0.1", _engine.CallbackUri.Port, cancellation);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
