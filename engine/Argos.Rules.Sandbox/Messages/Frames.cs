using System.Buffers.Binary;

namespace Argos.Rules.Sandbox.Messages;

/// <summary>What two processes send each other over a pipe: a length, then bytes. Each side limits what it takes.</summary>
internal static class Frames
{
    public static async Task SendAsync(Stream stream, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, frame.Length);
        await stream.WriteAsync(length, cancellation);
        await stream.WriteAsync(frame, cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <summary>The next frame; <see langword="null"/> at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The other side does not keep to the form.</exception>
    public static async Task<byte[]?> ReceiveAsync(Stream stream, int maximumBytes, CancellationToken cancellation)
    {
        var length = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellation) < length.Length) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count < 0 || count > maximumBytes) throw new InvalidDataException("a frame of a child process is too large");
        var frame = new byte[count];
        return await stream.ReadAtLeastAsync(frame, count, throwOnEndOfStream: false, cancellation) < count ? null : frame;
    }
}
