using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argos.Rules.Benchmarks.Load;

/// <summary>What a load run saw.</summary>
/// <param name="Requests">Answers that were as expected.</param>
/// <param name="PerSecond">Their rate.</param>
/// <param name="P99Milliseconds">The 99th percentile of the time to an answer.</param>
internal sealed record LoadResult(int Requests, double PerSecond, double P99Milliseconds)
{
    /// <summary>The median of the time to an answer.</summary>
    public double MedianMilliseconds { get; init; }
}

/// <summary>Sends prepared requests over a few connections, each waiting for its answer. Plain sockets: the client must cost little beside the server.</summary>
internal sealed class HttpLoad(IPEndPoint server, string path, byte[] expected, TimeProvider time)
{
    /// <summary>Shown on a TLS connection; plain TCP without it.</summary>
    public X509Certificate2? Client { get; init; }

    /// <summary>Whether each request has a connection and a handshake of its own, as ZTS does.</summary>
    public bool NewConnections { get; init; }

    /// <summary>Whether each body is sent once at most: a token that came before is another measurement.</summary>
    public bool Once { get; init; }

    /// <summary>The time from the beginning of one request of a connection to that of the next; none: as soon as the answer is there.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Runs for a time.</summary>
    /// <param name="connections">How many at once.</param>
    /// <param name="bodies">The bodies, in turn.</param>
    /// <param name="duration">For how long at most.</param>
    public async Task<LoadResult> RunAsync(int connections, IReadOnlyList<byte[]> bodies, TimeSpan duration)
    {
        var started = time.GetTimestamp();
        var next = -1;
        var workers = Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            var stream = NewConnections ? null : await ConnectAsync();
            var buffer = new byte[64 * 1024];
            while (time.GetElapsedTime(started) < duration)
            {
                var begin = time.GetTimestamp();
                var number = (uint)Interlocked.Increment(ref next);
                if (Once && number >= bodies.Count) break;
                var body = bodies[(int)(number % (uint)bodies.Count)];
                var connection = stream ?? await ConnectAsync();
                await AskAsync(connection, body, buffer);
                if (stream is null) await connection.DisposeAsync();
                times.Add(time.GetElapsedTime(begin).TotalMilliseconds);
                if (Pace - time.GetElapsedTime(begin) is { Ticks: > 0 } rest) await Task.Delay(rest, time);
            }
            if (stream is not null) await stream.DisposeAsync();
            return times;
        })).ToArray();
        var all = (await Task.WhenAll(workers)).SelectMany(static t => t).Order().ToArray();
        return new LoadResult(all.Length, all.Length / time.GetElapsedTime(started).TotalSeconds, all.Length == 0 ? 0 : all[(int)(all.Length * 0.99)]) { MedianMilliseconds = all.Length == 0 ? 0 : all[all.Length / 2] };
    }

    private async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (Client is null) return stream;
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls12,
            ClientCertificates = [Client],
            // ZTS looks at the name only; the chain is for the System tests, and would be the client's cost here.
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject.StartsWith("CN=", StringComparison.Ordinal) == true,
        });
        return secure;
    }

    private async Task AskAsync(Stream stream, byte[] body, byte[] buffer)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        var request = new byte[head.Length + body.Length];
        Encoding.ASCII.GetBytes(head, request);
        body.CopyTo(request, head.Length);
        await stream.WriteAsync(request);
        var length = 0;
        while (!IsComplete(buffer.AsSpan(0, length)))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("the server closed the connection");
            length += read;
        }
        if (buffer.AsSpan(0, length).IndexOf(expected) < 0) throw new IOException("not the expected answer: " + Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 600)));
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = Encoding.ASCII.GetString(answer[..end]);
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var stop = head.IndexOf('\r', at);
        var length = int.Parse(head.AsSpan(at + 16, (stop < 0 ? head.Length : stop) - at - 16), CultureInfo.InvariantCulture);
        return answer.Length >= end + 4 + length;
    }
}
