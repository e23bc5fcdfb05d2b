using System.Buffers;

namespace Argos.Rules.Engine.Management;

/// <summary>Bytes in rented memory. It is cleared when given back: bodies can hold credentials.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        Return(_bytes, _length);
        _bytes = [];
        _length = 0;
    }

    private void MakeRoom(int size)
    {
        if (_bytes.Length - _length >= size) return;
        var wider = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_length + size, (int)Math.Min(2L * _bytes.Length, Array.MaxLength))));
        Written.CopyTo(wider);
        Return(_bytes, _length);
        _bytes = wider;
    }

    private static void Return(byte[] bytes, int used)
    {
        bytes.AsSpan(0, used).Clear();
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }
}
