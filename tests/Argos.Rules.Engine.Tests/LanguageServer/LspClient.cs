using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.LanguageServer;

/// <summary>An editor, played: it starts `argos lsp` and speaks the protocol over its pipes.</summary>
internal sealed class LspClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<JsonObject> _notifications = Channel.CreateUnbounded<JsonObject>();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _asked = new();
    private readonly List<JsonObject> _unmatched = [];
    private readonly Task _reading;
    private int _lastId;

    private LspClient(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
        _ = Task.Run(process.StandardError.ReadToEndAsync);
    }

    /// <summary>What came with an id that nobody asked with: errors about messages that could not be read.</summary>
    public Channel<JsonObject> Unasked { get; } = Channel.CreateUnbounded<JsonObject>();

    public int Id => _process.Id;

    public static LspClient Start()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", BuiltOutput.Cli, "lsp", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new LspClient(Process.Start(start)!);
    }

    public static async Task<LspClient> InitializedAsync()
    {
        var client = Start();
        await client.AskAsync("initialize",
            new JsonObject { ["processId"] = null, ["rootUri"] = null, ["capabilities"] = new JsonObject() });
        client.Notify("initialized", new JsonObject());
        return client;
    }

    public void Open(string uri, string text) => Notify("textDocument/didOpen", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "csharp", ["version"] = 1, ["text"] = text },
    });

    public void Change(string uri, int version, params JsonNode[] changes) => Notify("textDocument/didChange", new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
        ["contentChanges"] = new JsonArray(changes),
    });

    public void Notify(string method, JsonNode? parameters) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString());

    /// <summary>Asks, and gives the response with its result or error.</summary>
    public async Task<JsonObject> ResponseAsync(string method, JsonNode? parameters)
    {
        var id = Begin(method, parameters);
        return await _asked[id].Task.WaitAsync(Patience);
    }

    /// <summary>Sends a request without waiting; its id.</summary>
    public int Begin(string method, JsonNode? parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        _asked[id] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
        return id;
    }

    public Task<JsonObject> EndAsync(int id) => _asked[id].Task.WaitAsync(Patience);

    /// <summary>Asks, and gives the result.</summary>
    public async Task<JsonNode?> AskAsync(string method, JsonNode? parameters)
    {
        var response = await ResponseAsync(method, parameters);
        Assert.That(response["error"], Is.Null, response.ToJsonString());
        return response["result"];
    }

    /// <summary>Asks about a place.</summary>
    public Task<JsonNode?> AtAsync(string method, string uri, int line, int character) => AskAsync(method, new JsonObject
    {
        ["textDocument"] = new JsonObject { ["uri"] = uri },
        ["position"] = new JsonObject { ["line"] = line, ["character"] = character },
    });

    /// <summary>The next notification that fits.</summary>
    public async Task<JsonObject> HeardAsync(string method, Func<JsonObject, bool> fits)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var index = _unmatched.FindIndex(Fits);
        if (index >= 0)
        {
            var found = _unmatched[index];
            _unmatched.RemoveAt(index);
            return found["params"]!.AsObject();
        }
        while (true)
        {
            var next = await _notifications.Reader.ReadAsync(deadline.Token);
            if (Fits(next)) return next["params"]!.AsObject();
            _unmatched.Add(next);
        }

        bool Fits(JsonObject message) => message["method"]!.GetValue<string>() == method && fits(message["params"]!.AsObject());
    }

    /// <summary>The diagnostics of a version of a document: code and place of each.</summary>
    public async Task<JsonArray> DiagnosticsAsync(string uri, int version = 1) =>
        (await HeardAsync("textDocument/publishDiagnostics", p => p["uri"]!.GetValue<string>() == uri
            && p["version"]?.GetValue<int>() == version))["diagnostics"]!.AsArray();

    /// <summary>Sends a message as it is, with its header.</summary>
    public void Send(string json) =>
        SendRaw(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));

    /// <summary>Sends anything.</summary>
    public void SendRaw(string text)
    {
        _process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(text));
        _process.StandardInput.BaseStream.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var output = _process.StandardOutput.BaseStream;
        while (await MessageAsync(output) is { } message)
        {
            if (message.ContainsKey("method")) _notifications.Writer.TryWrite(message);
            else if (message["id"] is JsonValue id && id.GetValueKind() == JsonValueKind.Number
                && _asked.TryGetValue(id.GetValue<int>(), out var asked)) asked.TrySetResult(message);
            else Unasked.Writer.TryWrite(message);
        }
        foreach (var asked in _asked.Values) asked.TrySetException(new IOException("the server has ended"));
    }

    private static async Task<JsonObject?> MessageAsync(Stream output)
    {
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await output.ReadAsync(one) == 0) return null;
            header.Append((char)one[0]);
        }
        var body =
            new byte[int.Parse(header.ToString()["Content-Length:".Length..],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)];
        if (await output.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false) < body.Length) return null;
        return JsonNode.Parse(body)!.AsObject();
    }
}
