using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Argos.Rules.Cli.Playground;
using Argos.Rules.Cli.Playground.Http;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>A playground in this process, and a browser of which only the requests are there.</summary>
internal sealed class PlaygroundRun : IAsyncDisposable
{
    private readonly CliRun _cli;
    private readonly HttpClient _http;

    private PlaygroundRun(CliRun cli, PlaygroundServer server)
    {
        (_cli, Server) = (cli, server);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
    }

    public PlaygroundServer Server { get; }

    /// <summary>What the browser shows; <see langword="null"/> before it was let in.</summary>
    public string? Cookie { get; set; }

    public static async Task<PlaygroundRun> StartAsync(string? path = null, Uri? engine = null, Action<CliRun>? prepare = null,
        Func<Terminal, Terminal>? change = null)
    {
        var cli = new CliRun();
        prepare?.Invoke(cli);
        var terminal = cli.Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None);
        return new PlaygroundRun(cli,
            await PlaygroundServer.StartAsync(new PlaygroundSettings(0, engine, null, path), change?.Invoke(terminal) ?? terminal,
            CancellationToken.None));
    }

    /// <summary>The same, with the browser let in.</summary>
    public static async Task<PlaygroundRun> EnteredAsync(string? path = null, Uri? engine = null, Action<CliRun>? prepare = null,
        Func<Terminal, Terminal>? change = null)
    {
        var run = await StartAsync(path, engine, prepare, change);
        using var response = await run.SendAsync(run.Get(run.Server.Link));
        run.Cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        return run;
    }

    public HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    /// <summary>A request as the page makes it.</summary>
    public HttpRequestMessage Post(string path, string body)
    {
        var message =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        message.Headers.Add("Origin", Server.Address.GetLeftPart(UriPartial.Authority));
        return message;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message)
    {
        using (message)
        {
            if (Cookie is not null) message.Headers.Add("Cookie", Cookie);
            return await _http.SendAsync(message);
        }
    }

    public async Task<HttpStatusCode> StatusAsync(HttpRequestMessage message)
    {
        using var response = await SendAsync(message);
        return response.StatusCode;
    }

    /// <summary>Sends bytes as they are, and gives all that comes back.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Asks with a project.</summary>
    public async Task<JsonElement> AskAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await SendAsync(Post(path, JsonSerializer.Serialize(body)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(expected), text);
        Assert.That(response.Content.Headers.ContentType, Is.EqualTo(new MediaTypeHeaderValue("application/json")));
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        _cli.Dispose();
    }
}
