using System.Globalization;
using System.Text;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>
/// Reads messages in the form of the protocol: header lines with `Content-Length`, an empty line, so many bytes. What is larger than it may
/// be is skipped without being kept.
/// </summary>
/// <param name="input">What the editor sends.</param>
/// <param name="maximumBytes">The largest message.</param>
internal sealed class MessageReader(Stream input, int maximumBytes = MessageReader.MaximumBytes)
{
    /// <summary>The largest message: far above a file that the server looks at.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    /// <summary>No editor means a longer one: it is a header that went wrong, and waiting for its end would be for ever.</summary>
    private const long MaximumSkippedBytes = 1024L * 1024 * 1024;

    private const int MaximumHeaderBytes = 4096;

    private const string Length = "Content-Length:";

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next message.</summary>
    /// <exception cref="InvalidDataException">The header is not one: where the next message begins is not known.</exception>
    public async Task<IncomingMessage> ReadAsync(CancellationToken cancellation)
    {
        if (await HeaderAsync(cancellation) is not { } length) return new IncomingMessage.End();
        if (length > MaximumSkippedBytes) throw new InvalidDataException("a `Content-Length` that no message has");
        var body = new byte[length > maximumBytes ? Math.Min(length, MessageOutline.Bytes) : length];
        if (!await TakeAsync(body, cancellation)) return new IncomingMessage.End();
        if (length <= maximumBytes) return IncomingMessage.Parse(body);
        return await SkipAsync(length - body.Length, cancellation)
            ? new IncomingMessage.Unreadable($"a message has {length} bytes and may have {maximumBytes}", MessageOutline.Of(body))
            : new IncomingMessage.End();
    }

    /// <summary>The length that a header says; <see langword="null"/> at the end of the stream.</summary>
    private async Task<long?> HeaderAsync(CancellationToken cancellation)
    {
        long? length = null;
        var header = new StringBuilder();
        for (var bytes = 0; bytes < MaximumHeaderBytes; bytes++)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                return bytes == 0 ? null : throw new InvalidDataException("the stream ends within a header");
            }
            var next = (char)_buffer[_start++];
            if (next != '\n')
            {
                header.Append(next);
                continue;
            }
            var line = header.ToString().TrimEnd('\r');
            header.Clear();
            if (line.Length == 0) return length ?? throw new InvalidDataException("a header without `Content-Length`");
            if (line.StartsWith(Length, StringComparison.OrdinalIgnoreCase)) length = LengthOf(line[Length.Length..]);
        }
        throw new InvalidDataException("a header that does not end");
    }

    private static long LengthOf(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length : throw new InvalidDataException("a `Content-Length` that is not a number");

    private async Task<bool> TakeAsync(byte[] body, CancellationToken cancellation)
    {
        for (var read = 0; read < body.Length;)
        {
            if (_start == _end && !await FillAsync(cancellation)) return false;
            var count = Math.Min(_end - _start, body.Length - read);
            _buffer.AsSpan(_start, count).CopyTo(body.AsSpan(read));
            (_start, read) = (_start + count, read + count);
        }
        return true;
    }

    private async Task<bool> SkipAsync(long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellation)) return false;
            var count = (int)Math.Min(_end - _start, length);
            (_start, length) = (_start + count, length - count);
        }
        return true;
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        (_start, _end) = (0, await input.ReadAsync(_buffer, cancellation));
        return _end > 0;
    }
}
