using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.TestKit.Attacks;

/// <summary>A TCP connection that sends a few bytes, or none, and waits until it is closed.</summary>
/// <param name="listener">Where to.</param>
/// <param name="first">What is sent first.</param>
public sealed class SilentConnection(IPEndPoint listener, ReadOnlyMemory<byte> first = default) : IAttack
{
    /// <summary>The beginning of a handshake that is never finished: the head of a record and of a ClientHello.</summary>
    public static ReadOnlyMemory<byte> HalfHandshake { get; } = new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03 };

    /// <summary>An alert that nobody sends.</summary>
    public static ReadOnlyMemory<byte> StrayAlert { get; } = new byte[] { 0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x50 };

    /// <summary>The address that it comes from; the machine's choice when left out.</summary>
    public IPAddress? From { get; init; }

    /// <inheritdoc/>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (From is not null) socket.Bind(new IPEndPoint(From, 0));
        await socket.ConnectAsync(listener, cancellationToken);
        if (first.Length > 0) await socket.SendAsync(first, cancellationToken);
        while (await socket.ReceiveAsync(new byte[256], cancellationToken) > 0)
        {
        }
        return "closed";
    }
}

/// <summary>A connection that finishes its handshake and then says nothing.</summary>
/// <param name="caller">Which certificate it shows, if any.</param>
public sealed class SilentTls(CallbackClient caller) : IAttack
{
    /// <inheritdoc/>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        await using var stream = await caller.ConnectAsync(cancellationToken);
        while (await stream.ReadAsync(new byte[256], cancellationToken) > 0)
        {
        }
        return "closed";
    }
}

/// <summary>A call.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="body">With what.</param>
public sealed class Call(CallbackClient caller, ReadOnlyMemory<byte> body) : IAttack
{
    /// <inheritdoc/>
    public async Task<string> RunAsync(CancellationToken cancellationToken) => (await caller.AskAsync(body, cancellationToken)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
