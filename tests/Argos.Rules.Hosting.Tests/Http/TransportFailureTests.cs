using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Hosting.Tests.Http;

internal sealed class TransportFailureTests
{
    [Test]
    public void Reference_to_an_inner_exception_is_left_out()
    {
        var failure = new HttpRequestException(
            "The SSL connection could not be established, see inner exception.",
            new AuthenticationException("Authentication failed, see inner exception.", new IOException("the cause\r\nof it.")));

        Assert.That(TransportFailure.Describe(failure), Is.EqualTo("the cause  of it"));
    }

    [Test]
    public void Outer_message_that_quotes_the_inner_one_is_enough()
    {
        var failure = new HttpRequestException("Connection refused (127.0.0.1:1)", new SocketException((int)SocketError.ConnectionRefused));

        Assert.That(TransportFailure.Describe(failure), Is.EqualTo("Connection refused (127.0.0.1:1)"));
    }

    [Test]
    public void Reference_without_an_inner_exception_is_better_than_nothing()
    {
        Assert.That(TransportFailure.Describe(new IOException("failed, see inner exception")), Is.EqualTo("failed, see inner exception"));
    }

    [Test]
    public void Long_message_is_cut()
    {
        Assert.That(TransportFailure.Describe(new IOException(new string('x', 100_000))), Has.Length.LessThan(700));
    }

    [Test]
    public async Task Server_that_does_not_speak_TLS_is_told_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answer = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        var failure = await Assert.CatchAsync<HttpRequestException>(() => http.GetAsync(new Uri($"https://{listener.LocalEndpoint}/")));
        await answer;

        Assert.That(TransportFailure.Describe(failure!), Is.Not.Empty.And.Not.Contains("see inner exception"));
    }
}
