using System.Net.WebSockets;
using Argos.Rules.Cli.LanguageServer.Rpc;

namespace Argos.Rules.Cli.Playground.Language;

/// <summary>Messages over the WebSocket of a page, each a text. What is larger, more, or no text ends it.</summary>
internal sealed class SocketTransport(WebSocket socket, MessageRate rate) : IMessageTransport
{
    /// <summary>A message may come in so many pieces, empty ones among them.</summary>
    private const int MaximumPieces = 4096;

    private readonly byte[] _buffer = new byte[16 * 1024];

    public async Task<IncomingMessage> ReadAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        try
        {
            for (var pieces = 1; pieces <= MaximumPieces; pieces++)
            {
                var piece = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
                if (piece.MessageType == WebSocketMessageType.Close)
                    return await EndAsync(WebSocketCloseStatus.NormalClosure, "");
                if (piece.MessageType == WebSocketMessageType.Binary)
                    return await EndAsync(WebSocketCloseStatus.InvalidMessageType, "a message is a text");
                if (message.Length + piece.Count > PlaygroundLimits.BodyBytes)
                {
                    return await EndAsync(
                        WebSocketCloseStatus.MessageTooBig, $"a message is larger than {PlaygroundLimits.BodyBytes} bytes");
                }
                message.Write(_buffer.AsSpan(0, piece.Count));
                if (!piece.EndOfMessage) continue;
                return rate.Takes()
                    ? IncomingMessage.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))
                    : await EndAsync(WebSocketCloseStatus.PolicyViolation, "too many messages in a minute: reload the page");
            }
            return await EndAsync(WebSocketCloseStatus.MessageTooBig, "a message has too many pieces");
        }
        catch (WebSocketException)
        {
            return new IncomingMessage.End();
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception problem) when (problem is WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            throw new IOException("the page has gone", problem);
        }
    }

    /// <summary>Says the end, and why. The page need not agree.</summary>
    public async Task<IncomingMessage> EndAsync(WebSocketCloseStatus status, string why)
    {
        using var patience = new CancellationTokenSource(PlaygroundLimits.StopTime);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, why, patience.Token);
            // What is still on its way is taken and forgotten: unread, it would take the words along.
            while (socket.State == WebSocketState.CloseSent) await socket.ReceiveAsync(_buffer.AsMemory(), patience.Token);
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException)
        {
            // It has gone by itself.
        }
        return new IncomingMessage.End();
    }
}
