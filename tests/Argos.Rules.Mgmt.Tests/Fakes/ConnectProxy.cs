using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>An HTTP proxy that makes tunnels, for a name and a password.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _expected;

    public ConnectProxy(string user, string password)
    {
        _expected = $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{user}:{password}"))}";
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What tunnels were made to.</summary>
    public ConcurrentQueue<string> Tunnels { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = TunnelAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await HeadAsync(stream) is { Length: > 0 } head)
            {
                if (!head.Contains(_expected, StringComparison.Ordinal))
                {
                    var refusal = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(refusal));
                    continue;
                }
                var target = head.Split(' ')[1];
                Tunnels.Enqueue(target);
                using var server = new TcpClient();
                await server.ConnectAsync(IPEndPoint.Parse(target));
                await stream.WriteAsync("HTTP/1.1 200 Yes\r\n\r\n"u8.ToArray());
                await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
                return;
            }
        }
    }

    private static async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
