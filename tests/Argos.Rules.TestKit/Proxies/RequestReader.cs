using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Argos.Rules.TestKit.Proxies;

/// <summary>Takes HTTP/1.1 requests apart without changing a byte: head, then the pieces of the body as they come.</summary>
internal sealed class RequestReader(Stream stream)
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly PipeReader _reader = PipeReader.Create(stream);

    /// <summary>The next head with its last empty line; <see langword="null"/> at the end.</summary>
    public Task<byte[]?> HeadAsync(CancellationToken cancellationToken) => UntilAsync(HeadEnd, cancellationToken);

    /// <summary>The body that belongs to a head.</summary>
    public IAsyncEnumerable<byte[]> BodyAsync(string head, CancellationToken cancellationToken)
    {
        if (Header(head, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true) return ChunksAsync(cancellationToken);
        return CountedAsync(long.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture), cancellationToken);
    }

    private static string? Header(string head, string name) =>
        head.Split("\r\n").Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private async IAsyncEnumerable<byte[]> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await UntilAsync(LineEnd, cancellationToken) ?? throw new EndOfStreamException();
            var size = long.Parse(Encoding.ASCII.GetString(line).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            yield return line;
            await foreach (var piece in CountedAsync(size + LineEnd.Length, cancellationToken)) yield return piece;
            if (size == 0) yield break;
        }
    }

    private async IAsyncEnumerable<byte[]> CountedAsync(long left, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (left > 0)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (read.Buffer.IsEmpty && read.IsCompleted) throw new EndOfStreamException();
            var piece = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length)).ToArray();
            _reader.AdvanceTo(read.Buffer.GetPosition(piece.Length));
            left -= piece.Length;
            yield return piece;
        }
    }

    private async Task<byte[]?> UntilAsync(byte[] end, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (Find(read.Buffer, end) is { } length)
            {
                var part = read.Buffer.Slice(0, length).ToArray();
                _reader.AdvanceTo(read.Buffer.GetPosition(length));
                return part;
            }
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
        }
    }

    private static long? Find(ReadOnlySequence<byte> buffer, byte[] end)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryReadTo(out ReadOnlySequence<byte> before, end) ? before.Length + end.Length : null;
    }
}
