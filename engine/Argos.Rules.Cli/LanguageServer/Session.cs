using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>
/// Takes the messages of an editor, in order: notifications at once, requests on their own, each with the texts as they were when it
/// came. What is refused at once is written before the next message is read: an editor that reads nothing is not read from either.
/// </summary>
/// <param name="notifications">Takes notifications.</param>
/// <param name="requests">Takes requests.</param>
/// <param name="writer">Sends responses.</param>
/// <param name="stopping">The server ends.</param>
internal sealed class Session(Notifications notifications, Requests requests, MessageWriter writer, CancellationToken stopping)
{
    private const string Initialize = "initialize";
    private const string Shutdown = "shutdown";
    private const string Exit = "exit";
    private const string Cancel = "$/cancelRequest";

    private readonly RunningRequests _running = new();
    private bool _isInitialized;

    /// <summary>Whether the editor has said `shutdown`.</summary>
    public bool IsShutDown { get; private set; }

    /// <summary>Whether the editor has said `exit`.</summary>
    public bool IsOver { get; private set; }

    public async Task TakeAsync(JsonElement message)
    {
        if (MethodOf(message) is not { } method)
        {
            var isObject = message.ValueKind == JsonValueKind.Object;
            var hasId = isObject && message.TryGetProperty("id", out var asked) && IsId(asked);
            // A response to a request of ours, of which there are none.
            if (hasId && !message.TryGetProperty("method", out _)) return;
            await RefuseAsync(hasId ? message.GetProperty("id") : null,
                new RpcException(RpcException.InvalidRequest, "a message without a method"));
            return;
        }
        var parameters = message.TryGetProperty("params", out var given) ? given : default;
        if (!message.TryGetProperty("id", out var id)) await TakeNotificationAsync(method, parameters);
        else if (Notifications.IsOfText(method))
        {
            // It is refused, and what was typed is lost with it.
            await RefuseAsync(IsId(id) ? id : null, new RpcException(RpcException.InvalidRequest, "a notification has no id"));
            if (IsServing) await notifications.LostAsync(method, Notifications.UriOf(parameters), null);
        }
        else if (IsId(id)) await TakeRequestAsync(id, method, parameters);
        else await RefuseAsync(null, new RpcException(RpcException.InvalidRequest, "an id is a text or a number"));
    }

    /// <summary>Takes what could not be read: what it was to change is not known any more.</summary>
    public async Task TakeAsync(IncomingMessage.Unreadable message)
    {
        var (id, method, uri) = message.Outline;
        await RefuseAsync(IsId(id) ? id : null, new RpcException(RpcException.ParseError, message.Problem));
        if (IsServing && (method is null || Notifications.IsOfText(method))) await notifications.LostAsync(method, uri, null);
    }

    private bool IsServing => _isInitialized && !IsShutDown && !IsOver;

    private static bool IsId(JsonElement id) => id.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static string? MethodOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("method", out var method)) return null;
        try
        {
            return method.ValueKind == JsonValueKind.String ? method.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // It is not text: no method is called like it.
            return "";
        }
    }

    private async Task TakeNotificationAsync(string method, JsonElement parameters)
    {
        if (method == Exit) IsOver = true;
        if (!IsServing) return;
        try
        {
            if (method == Cancel) _running.Cancel(parameters.GetProperty("id"));
            else await notifications.TakeAsync(method, parameters);
        }
        catch (Exception problem) when (RpcException.IsOfMessage(problem))
        {
            // Nobody waits for a response, and the next message may be good.
        }
    }

    /// <summary>Refuses a request, or begins it; what was begun is not waited for.</summary>
    private async Task TakeRequestAsync(JsonElement id, string method, JsonElement parameters)
    {
        try
        {
            switch (method)
            {
                case var _ when IsShutDown:
                    throw new RpcException(RpcException.InvalidRequest, "the server is shut down");
                case Initialize when _isInitialized:
                    throw new RpcException(RpcException.InvalidRequest, "`initialize` comes once");
                case Initialize:
                    _isInitialized = true;
                    await writer.RespondAsync(id, Requests.Initialize(), stopping);
                    return;
                case var _ when !_isInitialized:
                    throw new RpcException(RpcException.ServerNotInitialized, "`initialize` comes first");
                case Shutdown:
                    IsShutDown = true;
                    await writer.RespondAsync(id, null, stopping);
                    return;
            }
            var source = _running.Begin(id, stopping);
            _ = RunAsync(id, method, parameters, source.Token);
        }
        catch (RpcException problem)
        {
            await RefuseAsync(id, problem);
        }
    }

    /// <summary>A request keeps its place until its response is written.</summary>
    private async Task RunAsync(JsonElement id, string method, JsonElement parameters, CancellationToken cancellation)
    {
        try
        {
            await RespondAsync(id, method, parameters, cancellation);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The editor has gone.
        }
        finally
        {
            _running.End(id);
        }
    }

    private async Task RespondAsync(JsonElement id, string method, JsonElement parameters, CancellationToken cancellation)
    {
        RpcException refusal;
        try
        {
            var result = await requests.TakeAsync(method, parameters, cancellation);
            await writer.RespondAsync(id, result, stopping);
            return;
        }
        catch (RpcException problem)
        {
            refusal = problem;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            refusal = new RpcException(RpcException.RequestCancelled, "cancelled");
        }
        catch (Exception problem) when (RpcException.IsOfMessage(problem))
        {
            refusal = new RpcException(RpcException.InvalidParams, "the parameters are not as they must be");
        }
        catch (Exception problem) when (problem is not (IOException or ObjectDisposedException or OperationCanceledException))
        {
            // Of the text nothing is said: the message of an exception may quote it.
            refusal = new RpcException(RpcException.InternalError, $"failed: {problem.GetType().Name}");
        }
        await RefuseAsync(id, refusal);
    }

    private Task RefuseAsync(JsonElement? id, RpcException problem) => writer.RefuseAsync(id, problem, stopping);
}
