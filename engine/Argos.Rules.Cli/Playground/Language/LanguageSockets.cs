using System.Net.WebSockets;
using Argos.Rules.Cli.LanguageServer;
using Argos.Rules.Cli.Playground.Http;
using Microsoft.AspNetCore.Http;

namespace Argos.Rules.Cli.Playground.Language;

/// <summary>
/// The language servers of the pages: each page has one of its own, over a WebSocket, with the texts it shows; the processes that look into
/// texts are those of all.
/// </summary>
/// <param name="services">Those processes.</param>
/// <param name="stopping">The playground ends.</param>
internal sealed class LanguageSockets(LanguageServices services, CancellationToken stopping)
{
    public const string Path = "/api/language";

    private int _open;

    /// <summary>Serves a page that was let in, until it goes or the playground ends.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await PlaygroundCalls.ProblemAsync(http, StatusCodes.Status426UpgradeRequired, "this path speaks WebSocket");
            return;
        }
        try
        {
            var isOneTooMany = Interlocked.Increment(ref _open) > PlaygroundLimits.LanguageServers;
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var transport = new SocketTransport(socket, new MessageRate(PlaygroundLimits.MessagesPerMinute, services.Time));
            // A refusal before the upgrade would come without its words.
            if (isOneTooMany)
                await transport.EndAsync(WebSocketCloseStatus.PolicyViolation, "too many pages of the playground are open: close one");
            else await ServeAsync(transport, http.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ServeAsync(SocketTransport transport, CancellationToken aborted)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        try
        {
            await new LanguageServer.LanguageServer(services, readsFiles: false).RunAsync(transport, gone.Token);
            await transport.EndAsync(WebSocketCloseStatus.NormalClosure, "");
        }
        catch (OperationCanceledException)
        {
            await transport.EndAsync(WebSocketCloseStatus.EndpointUnavailable, "the playground ends");
        }
    }
}
