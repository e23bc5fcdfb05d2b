using System.Security.Cryptography;

namespace Argos.Rules.Engine.State;

/// <summary>Hashes what goes through it, and lets no more through than it may.</summary>
/// <param name="inner">Where it goes to or comes from.</param>
/// <param name="hash">The hash.</param>
/// <param name="maximum">The most bytes.</param>
internal sealed class HashedStream(Stream inner, IncrementalHash hash, long maximum) : Stream
{
    private long _bytes;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if ((_bytes += buffer.Length) > maximum) throw new StateTooLargeException(maximum);
        hash.AppendData(buffer);
        inner.Write(buffer);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if ((_bytes += read) > maximum) throw new StateTooLargeException(maximum);
        hash.AppendData(buffer[..read]);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
