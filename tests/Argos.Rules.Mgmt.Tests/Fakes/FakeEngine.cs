using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;
using Argos.Rules.TestKit.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>The part of an engine that a source talks to, over real HTTP: it holds what it is given, answers 412 to who means another start, and 409 to a wrong declaration.</summary>
internal sealed partial class FakeEngine : IAsyncDisposable
{
    private const string PodsPath = "kubernetes/pods";
    private readonly Lock _lock = new();
    private CancellationTokenSource _gone = new();
    private HttpHost? _host;
    private int _starts;
    private int _asked;
    private int _questions;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public string EngineId { get; private set; } = "";

    public SortedDictionary<string, string> Policies { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>The pods by <c>namespace/name</c>; <see langword="null"/> until the collection was put.</summary>
    public SortedDictionary<string, string>? Pods { get; private set; }

    /// <summary>The objects of other resources, by path; and the collections that were put.</summary>
    public SortedDictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    public HashSet<string> OtherRoots { get; } = new(StringComparer.Ordinal);

    /// <summary>What was written, as <c>METHOD path</c>.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    public ConcurrentQueue<SyncDeclaration> Accepted { get; } = new();

    /// <summary>A policy or document that contains this is answered with 500.</summary>
    public string Chokes { get; set; } = "CHOKES";

    /// <summary>An object of a collection that contains this is refused, and with it what it came in.</summary>
    public string RefusesObject { get; set; } = "REFUSED";

    /// <summary>An object of a collection that contains this is answered with 500, and with it what it came in.</summary>
    public string ChokesOnObject { get; set; } = "CHOKES";

    /// <summary>A policy that contains this does not compile.</summary>
    public string Refuses { get; set; } = "BROKEN";

    /// <summary>Answers with this status, when set.</summary>
    public int? Fails { get; set; }

    /// <summary>What is answered so; everything unless it is set.</summary>
    public Func<HttpRequest, bool> FailsAt { get; set; } = static _ => true;

    /// <summary>Every request waits for this before anything is done, even when its sender has given up.</summary>
    public Task Stall { get; set; } = Task.CompletedTask;

    /// <summary>How many requests came, but those that wait for what it wants.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How many questions what it wants are open.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Writes of policies wait for this, as for a compiler.</summary>
    public Task Compiler { get; set; } = Task.CompletedTask;

    public string? AsksToRefresh { get; set; }

    /// <summary>What it says against settings documents.</summary>
    public ImmutableArray<InvalidSetting> InvalidSettings { get; set; } = [];

    /// <summary>What it wants, told to who asks for it.</summary>
    public Channel<string> Wants { get; } = Channel.CreateUnbounded<string>();

    public static async Task<FakeEngine> StartAsync(CancellationToken cancellationToken)
    {
        var engine = new FakeEngine();
        engine.Restart();
        await engine.ListenAsync(cancellationToken);
        return engine;
    }

    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        _host = await HttpHost.StartAsync(HandleAsync, null, _host?.Port ?? 0, cancellationToken);
        Url = _host.Url;
    }

    /// <summary>Another start of the engine: nothing is left.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _gone.Cancel();
            _gone = new CancellationTokenSource();
            EngineId = $"engine-{++_starts}";
            Policies.Clear();
            Documents.Clear();
            Pods = null;
            Others.Clear();
            OtherRoots.Clear();
        }
    }

    public async Task KillAsync() => await _host!.DisposeAsync();

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (context.Request.Path.StartsWithSegments("/v1/policies", StringComparison.Ordinal)) await Compiler.WaitAsync(context.RequestAborted);
        if (context.Request.Query.ContainsKey("pending"))
        {
            await PendingAsync(context);
            return;
        }
        Interlocked.Increment(ref _asked);
        await Stall;
        (int Status, byte[] Body) answer;
        string engineId;
        lock (_lock)
        {
            engineId = EngineId;
            answer = Fails is { } status && FailsAt(context.Request) ? (status, []) : Answer(context.Request, body);
        }
        context.Response.StatusCode = answer.Status;
        context.Response.Headers[Headers.EngineId] = engineId;
        if (answer.Body.Length > 0) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private (int, byte[]) Answer(HttpRequest request, string body)
    {
        var path = request.Path.Value!;
        if (path == "/v1/sync/mgmt")
            return request.Method == "GET"
                ? (200, request.Query["root"].ToString() is { Length: > 0 } root ? Parts(root) : Inventory([]))
                : Declare(body);
        if (request.Headers[Headers.Source] != "mgmt") return (400, Error("invalid_parameter", "no source"));
        if (request.Headers[Headers.EngineId] != EngineId) return (412, Error(ErrorCodes.OtherEngine, "another engine"));
        Writes.Enqueue($"{request.Method} {path}");
        if (path.StartsWith("/v1/policies/", StringComparison.Ordinal) && body.Contains(Chokes, StringComparison.Ordinal)) return (500, Error("internal_error", "the engine failed; see its log"));
        if (path.StartsWith("/v1/policies/", StringComparison.Ordinal)) return Policy(request.Method, path["/v1/policies/".Length..], body, request.HasJsonContentType());
        if (body.Contains(request.Headers.ContainsKey(Headers.Objects) ? ChokesOnObject : Chokes, StringComparison.Ordinal)) return (500, Error("internal_error", "the engine failed; see its log"));
        if (path == "/v1/data" && request.Method == "PATCH") return body.Contains(RefusesObject, StringComparison.Ordinal) ? (400, Error("invalid_parameter", "an object is wrong")) : Patch(body);
        var place = path["/v1/data/".Length..];
        if (body.Contains(RefusesObject, StringComparison.Ordinal) && request.Headers.ContainsKey(Headers.Objects)) return (400, Error("invalid_parameter", "an object is wrong"));
        if (place.StartsWith(PodsPath + "/", StringComparison.Ordinal)) return PutNamespace(request.Method, place[(PodsPath.Length + 1)..], body);
        if (place.StartsWith("kubernetes/", StringComparison.Ordinal) && place.Count(static c => c == '/') == 1 && place is not (PodsPath or "kubernetes/keys")) return Other(request.Method, place, body);
        if (OtherRoots.FirstOrDefault(other => place.StartsWith(other + "/", StringComparison.Ordinal)) is not null) return PutNamespaceOfOthers(request.Method, place, body);
        return place == PodsPath ? PutPods(body) : Document(request.Method, place, body);
    }

    private (int, byte[]) Policy(string method, string id, string body, bool json)
    {
        // Held as source, NUL and tests: the content that the digest is over.
        if (json && JsonSerializer.Deserialize(body, ContractsJson.Default.PolicyText) is { } text) body = text.Tests is null ? text.Source : $"{text.Source}\0{text.Tests}";
        if (method == "DELETE") return Policies.Remove(id) ? (200, "{}"u8.ToArray()) : (404, Error(ErrorCodes.NotFound, id));
        if (body.Contains(Refuses, StringComparison.Ordinal))
            return (400, Json(new ErrorBody(ErrorCodes.InvalidParameter, "does not compile", [new Diagnostic("CS1002", "; expected", new Location(id, 1, 2))])));
        Policies[id] = body;
        return (200, "{}"u8.ToArray());
    }

    private (int, byte[]) Document(string method, string path, string body)
    {
        if (!Open(path)) return (404, Error(ErrorCodes.Conflict, "a value is in the way"));
        var held = Documents.Keys.Where(other => other == path || other.StartsWith(path + "/", StringComparison.Ordinal)).ToArray();
        foreach (var other in held) Documents.Remove(other);
        if (method == "DELETE") return held.Length > 0 ? (204, []) : (404, Error(ErrorCodes.NotFound, path));
        Documents[path] = body;
        return (204, []);
    }

    // A document below which something is written or removed falls into its members.
    private bool Open(string path)
    {
        while (Documents.FirstOrDefault(other => path.StartsWith(other.Key + "/", StringComparison.Ordinal)) is { Key: { } above, Value: var text })
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            Documents.Remove(above);
            foreach (var member in document.RootElement.EnumerateObject()) Documents[$"{above}/{member.Name}"] = member.Value.GetRawText();
        }
        return true;
    }

    private (int, byte[]) PutPods(string body)
    {
        using var document = JsonDocument.Parse(body);
        Pods = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var space in document.RootElement.EnumerateObject())
            foreach (var pod in space.Value.EnumerateObject()) Pods.Add($"{space.Name}/{pod.Name}", pod.Value.GetRawText());
        return (204, []);
    }

    private (int, byte[]) Other(string method, string root, string body)
    {
        foreach (var path in Others.Keys.Where(path => path.StartsWith(root + "/", StringComparison.Ordinal)).ToArray()) Others.Remove(path);
        OtherRoots.Remove(root);
        if (method == "DELETE") return (204, []);
        OtherRoots.Add(root);
        using var document = JsonDocument.Parse(body);
        Spread(root, document.RootElement);
        return (204, []);
    }

    private void Spread(string path, JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.TryGetProperty("metadata", out _)) Others.Add($"{path}/{member.Name}", member.Value.GetRawText());
            else Spread($"{path}/{member.Name}", member.Value);
        }
    }

    private (int, byte[]) PutNamespace(string method, string space, string body)
    {
        foreach (var name in Pods!.Keys.Where(name => name.StartsWith(space + "/", StringComparison.Ordinal)).ToArray()) Pods.Remove(name);
        if (method == "DELETE") return (204, []);
        using var document = JsonDocument.Parse(body);
        foreach (var pod in document.RootElement.EnumerateObject()) Pods.Add($"{space}/{pod.Name}", pod.Value.GetRawText());
        return (204, []);
    }

    private (int, byte[]) PutNamespaceOfOthers(string method, string place, string body)
    {
        foreach (var path in Others.Keys.Where(path => path.StartsWith(place + "/", StringComparison.Ordinal)).ToArray()) Others.Remove(path);
        if (method == "DELETE") return (204, []);
        using var document = JsonDocument.Parse(body);
        foreach (var item in document.RootElement.EnumerateObject()) Others.Add($"{place}/{item.Name}", item.Value.GetRawText());
        return (204, []);
    }

    private (int, byte[]) Patch(string body)
    {
        if (Pods is null) return (404, Error(ErrorCodes.NotFound, PodsPath));
        var next = new SortedDictionary<string, string>(Pods, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.GetArrayLength() == 0) return (204, []);
        if (!document.RootElement[0].GetProperty("path").GetString()!.StartsWith($"/{PodsPath}/", StringComparison.Ordinal)) return PatchOthers(document.RootElement);
        foreach (var operation in document.RootElement.EnumerateArray())
        {
            var name = operation.GetProperty("path").GetString()![$"/{PodsPath}/".Length..];
            if (operation.GetProperty("op").GetString() == "add") next[name] = operation.GetProperty("value").GetRawText();
            else if (!next.Remove(name)) return (404, Error(ErrorCodes.NotFound, name));
        }
        Pods = next;
        return (204, []);
    }

    private (int, byte[]) PatchOthers(JsonElement operations)
    {
        foreach (var operation in operations.EnumerateArray())
        {
            var path = operation.GetProperty("path").GetString()![1..];
            if (operation.GetProperty("op").GetString() == "add") Others[path] = operation.GetProperty("value").GetRawText();
            else if (!Others.Remove(path)) return (404, Error(ErrorCodes.NotFound, path));
        }
        return (204, []);
    }

    private static byte[] Error(string code, string message) => Json(new ErrorBody(code, message));

    private static byte[] Json(ErrorBody body) => JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Default.ErrorBody);
}
