using System.Buffers;

namespace Argos.Rules.Engine.Callback;

/// <summary>The buffers of bodies that are being read, bounded together: a body whose end does not come holds what it has sent.</summary>
internal sealed class ReadBuffers(long maximumBytes)
{
    private long _bytes;

    /// <summary>A buffer for one body.</summary>
    public ReadBuffer Begin() => new(this);

    /// <summary>Takes some bytes, if there are so many.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= maximumBytes) return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives them back.</summary>
    public void Return(int bytes) => Interlocked.Add(ref _bytes, -bytes);
}

/// <summary>A growing pooled buffer that leaves nothing behind.</summary>
internal sealed class ReadBuffer(ReadBuffers all) : IDisposable
{
    private const int First = 16 * 1024;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>What has been read.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Where to read to.</summary>
    public Memory<byte> Room => _buffer.AsMemory(_length);

    /// <summary>Makes room for more, if all buffers together may take it.</summary>
    public bool TryMakeRoom()
    {
        if (_length < _buffer.Length) return true;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(First, 2 * _length));
        if (!all.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }
        Written.CopyTo(larger);
        Release();
        _buffer = larger;
        return true;
    }

    public void Advance(int read) => _length += read;

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _buffer = [];
    }

    private void Release()
    {
        if (_buffer.Length == 0) return;
        all.Return(_buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
    }
}
