namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>Carries the messages of one editor: over pipes with the protocol's headers, or over a WebSocket.</summary>
internal interface IMessageTransport
{
    /// <summary>The next message.</summary>
    /// <exception cref="InvalidDataException">Where the next message begins is not known.</exception>
    /// <exception cref="IOException">The editor has gone.</exception>
    Task<IncomingMessage> ReadAsync(CancellationToken cancellation);

    /// <summary>Sends a message, whole; one at a time.</summary>
    /// <exception cref="IOException">The editor has gone.</exception>
    Task SendAsync(ReadOnlyMemory<byte> json);
}
