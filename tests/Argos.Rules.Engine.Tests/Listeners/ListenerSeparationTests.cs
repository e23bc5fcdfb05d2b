using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argos.Rules.Engine.Tests.Listeners;

internal sealed class ListenerSeparationTests
{
    private static readonly string[] ManagementRoutes =
    [
        "GET /v1/policies", "GET /v1/policies/p", "PUT /v1/policies/p", "DELETE /v1/policies/p",
        "GET /v1/data", "GET /v1/data/a", "POST /v1/data/a", "PUT /v1/data/a", "PATCH /v1/data/a", "DELETE /v1/data/a",
        "POST /v1/data/argos/decision", "POST /v0/data/argos/instance", "POST /v0/data/argos/refresh",
        "POST /v1/dryrun", "GET /v1/sync/mgmt", "PUT /v1/sync/mgmt", "GET /v1/status", "GET /v1/config",
    ];

    [Test]
    public async Task Management_is_not_served_on_the_callback_listener()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var client = engine.ZtsClient();

        foreach (var route in ManagementRoutes)
        {
            Assert.That(await StatusAsync(client, route, engine.ManagementUri.Authority), Is.EqualTo(HttpStatusCode.NotFound), route);
        }
    }

    [Test]
    public async Task Management_is_not_served_on_the_diagnostics_listener()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var client = engine.DiagnosticsClient();

        foreach (var route in ManagementRoutes)
        {
            Assert.That(await StatusAsync(client, route, engine.ManagementUri.Authority), Is.EqualTo(HttpStatusCode.NotFound), route);
        }
    }

    [TestCase("/instance")]
    [TestCase("/refresh")]
    public async Task Callbacks_without_tls_are_not_served_on_the_other_listeners(string path)
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var client = new HttpClient();

        foreach (var listener in (Uri[])[engine.ManagementUri, engine.DiagnosticsUri])
        {
            using var answer = await client.PostAsync(new Uri(listener, path), new StringContent("{}"));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [TestCase("/v1/status")]
    [TestCase("/v1/policies")]
    [TestCase("/v1/config")]
    [TestCase("/health/live")]
    [TestCase("/metrics")]
    public async Task Management_listener_serves_management_and_diagnostics(string path)
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var client = new HttpClient { BaseAddress = engine.ManagementUri };

        using var answer = await client.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Callback_listener_does_not_speak_plain_http()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(engine.CallbackUri.Host, engine.CallbackUri.Port);

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/policies HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream(), Encoding.Latin1);
        var answer = "";
        try
        {
            answer = await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // Cut off: no answer either.
        }

        Assert.That(answer, Does.Not.Contain("HTTP/1.1 200"));
    }

    [Test]
    public async Task Connections_beyond_the_limit_are_closed_and_other_listeners_still_answer()
    {
        var engine = new RunningEngine();
        engine.Settings["Callback:MaximumConnections"] = "1";
        await using var running = await engine.StartAsync();
        using var first = new TcpClient();
        using var second = new TcpClient();

        var one = ClosedAsync(first, engine.CallbackUri);
        var two = ClosedAsync(second, engine.CallbackUri);
        // Which of the two the engine sees first is the operating system's choice.
        await Task.WhenAny(one, two);
        using var client = engine.DiagnosticsClient();
        using var live = await client.GetAsync("/health/live");

        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(one.IsCompleted && two.IsCompleted, Is.False);
    }

    private static async Task ClosedAsync(TcpClient socket, Uri address)
    {
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            while (await socket.GetStream().ReadAsync(new byte[1]) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Aborted rather than closed.
        }
    }

    /// <summary>Sends a request that claims, in its Host header, to be for the management listener.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string route, string host)
    {
        var parts = route.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
