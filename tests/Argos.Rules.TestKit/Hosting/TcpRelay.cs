using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.TestKit.Hosting;

/// <summary>A network between a client and a server on this machine, which can lose connections without telling either side.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile Freeze _freeze = new();

    /// <summary>Begins to relay to a port of this machine.</summary>
    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>From now on nothing passes on the connections that there are; they stay open. New ones work.</summary>
    public void FreezeConnections()
    {
        var old = _freeze;
        _freeze = new Freeze();
        old.Frozen = true;
    }

    /// <summary>Nothing passes on any connection, and new ones are taken and lost, until <see cref="FreezeConnections"/> says that new ones work.</summary>
    public void FreezeAll() => _freeze.Frozen = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _sockets) socket.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(client);
            _sockets.Add(server);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            }
            catch (SocketException)
            {
                client.Dispose();
                continue;
            }
            var freeze = _freeze;
            _ = PassAsync(client, server, freeze);
            _ = PassAsync(server, client, freeze);
        }
    }

    private async Task PassAsync(Socket from, Socket to, Freeze freeze)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                if (!freeze.Frozen) await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
            if (!freeze.Frozen) to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has gone: the other is told so, unless the network is.
            if (!freeze.Frozen) to.Dispose();
        }
    }

    private sealed class Freeze
    {
        public volatile bool Frozen;
    }
}
