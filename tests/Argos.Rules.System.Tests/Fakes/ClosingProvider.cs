using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.System.Tests.Fakes;

/// <summary>A provider whose connections end before anything is said on them.</summary>
internal sealed class ClosingProvider : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool? _reset;
    private readonly List<Socket> _held = [];
    private int _connections;

    /// <param name="reset">Whether they are reset, or closed in good form; <see langword="null"/> to hold them and say nothing.</param>
    public ClosingProvider(bool? reset)
    {
        _reset = reset;
        _listener.Start();
        Url = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Url { get; }

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _listener.Dispose();
        lock (_held)
        {
            foreach (var socket in _held) socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) Take(await _listener.AcceptSocketAsync());
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Take(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        if (_reset is null)
        {
            lock (_held) _held.Add(socket);
            return;
        }
        // No lingering: what has not been read makes the end a reset.
        if (_reset.Value) socket.LingerState = new LingerOption(true, 0);
        else socket.Shutdown(SocketShutdown.Send);
        if (_reset.Value) socket.Dispose();
        else lock (_held) _held.Add(socket);
    }
}
