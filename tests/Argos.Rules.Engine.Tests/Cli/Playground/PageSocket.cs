using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>A page, as far as it speaks with its language server.</summary>
internal sealed class PageSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly List<JsonObject> _unmatched = [];
    private int _lastId;

    private PageSocket() => Socket.Options.CollectHttpResponseDetails = true;

    public ClientWebSocket Socket { get; } = new();

    /// <summary>Why the server has refused.</summary>
    public HttpStatusCode Status => Socket.HttpStatusCode;

    /// <summary>Connects as the page of a playground does.</summary>
    /// <param name="run">The playground.</param>
    /// <param name="header">A header that is sent in the place of the page's.</param>
    /// <param name="value">Its value; an empty one is not sent.</param>
    public static async Task<PageSocket> ConnectAsync(PlaygroundRun run, string? header = null, string value = "")
    {
        var page = new PageSocket();
        var sent = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Origin"] = run.Server.Address.GetLeftPart(UriPartial.Authority),
            ["Cookie"] = run.Cookie ?? "",
        };
        if (header is not null) sent[header] = value;
        foreach (var (name, said) in sent.Where(static one => one.Value.Length > 0)) page.Socket.Options.SetRequestHeader(name, said);
        try
        {
            await page.Socket.ConnectAsync(new Uri($"ws://{run.Server.Address.Authority}/api/language"), page._patience.Token);
        }
        catch (WebSocketException) when (page.Status != HttpStatusCode.SwitchingProtocols)
        {
            // The status says why.
        }
        return page;
    }

    public static async Task<PageSocket> InitializedAsync(PlaygroundRun run)
    {
        var page = await ConnectAsync(run);
        await page.AskAsync("initialize", []);
        return page;
    }

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text, bool isWhole = true) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), type, isWhole, _patience.Token);

    public Task OpenAsync(string uri, string text) => NotifyAsync("textDocument/didOpen", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "yaml", ["version"] = 1, ["text"] = text },
    });

    public Task NotifyAsync(string method, JsonObject parameters) =>
        SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString());

    public async Task<JsonNode?> AskAsync(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
        var response = await HeardAsync(message => message["id"]?.GetValue<int>() == id);
        Assert.That(response["error"], Is.Null, response.ToJsonString());
        return response["result"];
    }

    public Task<JsonNode?> AtAsync(string method, string uri, int line, int character) => AskAsync(method, new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri },
        ["position"] = new JsonObject { ["line"] = line, ["character"] = character },
    });

    public async Task<JsonArray> DiagnosticsAsync(string uri) =>
        (await HeardAsync(message => message["params"]?["uri"]?.GetValue<string>() == uri))["params"]!["diagnostics"]!.AsArray();

    /// <summary>The next message that fits.</summary>
    public async Task<JsonObject> HeardAsync(Func<JsonObject, bool> fits)
    {
        if (_unmatched.FindIndex(message => fits(message)) is var index and >= 0)
        {
            var found = _unmatched[index];
            _unmatched.RemoveAt(index);
            return found;
        }
        while (await NextAsync() is { } next)
        {
            if (fits(next)) return next;
            _unmatched.Add(next);
        }
        throw new AssertionException($"closed: {Socket.CloseStatus} {Socket.CloseStatusDescription}");
    }

    /// <summary>Waits until the server closes; how it does.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        while (await NextAsync() is not null)
        {
            // What it said before.
        }
        return Socket.CloseStatus;
    }

    public void Dispose()
    {
        Socket.Dispose();
        _patience.Dispose();
    }

    private async Task<JsonObject?> NextAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var piece = await Socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            if (piece.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer.AsSpan(0, piece.Count));
            if (piece.EndOfMessage) return JsonNode.Parse(message.ToArray())!.AsObject();
        }
    }
}
