using System.Text.Json;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>
/// Takes the messages of an editor, in order: notifications at once, requests on their own, each with the texts as they were when it
/// came.
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
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("method", out var said)
            || said.ValueKind != JsonValueKind.String)
        {
            // A response to a request of ours, of which there are none, or nothing at all.
            var isResponse = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out _);
            if (!isResponse) await writer.RefuseAsync(null, new RpcException(RpcException.InvalidRequest, "a message without a method"),
                stopping);
            return;
        }
        var method = said.GetString()!;
        var parameters = message.TryGetProperty("params", out var given) ? given : default;
        if (!message.TryGetProperty("id", out var id)) await TakeNotificationAsync(method, parameters);
        else if (id.ValueKind is JsonValueKind.String or JsonValueKind.Number) _ = TakeRequestAsync(id, method, parameters);
        else await writer.RefuseAsync(null, new RpcException(RpcException.InvalidRequest, "an id is a text or a number"), stopping);
    }

    private async Task TakeNotificationAsync(string method, JsonElement parameters)
    {
        if (method == Exit) IsOver = true;
        if (IsOver || !_isInitialized || IsShutDown) return;
        try
        {
            if (method == Cancel) _running.Cancel(parameters.GetProperty("id"));
            else await notifications.TakeAsync(method, parameters);
        }
        catch (Exception problem) when (IsOfMessage(problem))
        {
            // Nobody waits for a response, and the next message may be good.
        }
    }

    private async Task TakeRequestAsync(JsonElement id, string method, JsonElement parameters)
    {
        try
        {
            try
            {
                var result = await ResultAsync(id, method, parameters);
                await writer.RespondAsync(id, result, stopping);
            }
            catch (RpcException problem)
            {
                await writer.RefuseAsync(id, problem, stopping);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                await writer.RefuseAsync(id, new RpcException(RpcException.RequestCancelled, "cancelled"), stopping);
            }
            catch (Exception problem) when (IsOfMessage(problem))
            {
                await writer.RefuseAsync(id, new RpcException(RpcException.InvalidParams, "the parameters are not as they must be"),
                    stopping);
            }
            catch (Exception problem) when (problem is not (IOException or ObjectDisposedException or OperationCanceledException))
            {
                // Of the text nothing is said: the message of an exception may quote it.
                await writer.RefuseAsync(id, new RpcException(RpcException.InternalError, $"failed: {problem.GetType().Name}"), stopping);
            }
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The editor has gone.
        }
    }

    private async Task<object?> ResultAsync(JsonElement id, string method, JsonElement parameters)
    {
        if (IsShutDown) throw new RpcException(RpcException.InvalidRequest, "the server is shut down");
        switch (method)
        {
            case Initialize:
                _isInitialized = true;
                return Requests.Initialize();
            case Shutdown:
                IsShutDown = true;
                return null;
        }
        if (!_isInitialized) throw new RpcException(RpcException.ServerNotInitialized, "`initialize` comes first");
        var source = _running.Begin(id, stopping);
        try
        {
            return await requests.TakeAsync(method, parameters, source.Token);
        }
        finally
        {
            _running.End(id);
        }
    }

    /// <summary>Whether an exception says that a message has not the form that it must have.</summary>
    private static bool IsOfMessage(Exception problem) =>
        problem is RpcException or KeyNotFoundException or InvalidOperationException or FormatException or JsonException
            or ArgumentException;
}
