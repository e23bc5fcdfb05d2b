using System.Globalization;
using System.Text;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>Messages over two streams, each behind a header with its length.</summary>
/// <param name="input">What the editor sends.</param>
/// <param name="output">What it reads.</param>
internal sealed class PipeTransport(Stream input, Stream output) : IMessageTransport
{
    private readonly MessageReader _reader = new(input);

    public Task<IncomingMessage> ReadAsync(CancellationToken cancellation) => _reader.ReadAsync(cancellation);

    public async Task SendAsync(ReadOnlyMemory<byte> json)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {json.Length}\r\n\r\n");
        await output.WriteAsync(Encoding.ASCII.GetBytes(header), CancellationToken.None);
        await output.WriteAsync(json, CancellationToken.None);
        await output.FlushAsync(CancellationToken.None);
    }
}
