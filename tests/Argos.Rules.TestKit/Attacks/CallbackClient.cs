using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argos.Rules.TestKit.Attacks;

/// <summary>Calls the engine as ZTS does: each call over a connection and an mTLS handshake of its own.</summary>
/// <param name="callback">The engine's callback listener.</param>
/// <param name="client">The certificate that is shown; none when <see langword="null"/>.</param>
public sealed class CallbackClient(IPEndPoint callback, X509Certificate2? client)
{
    private SslStreamCertificateContext? _client;

    /// <summary>The certificates that are sent behind the client's.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];

    /// <summary>The address that is called from; the machine's choice when left out.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The path that is posted to.</summary>
    public string Path { get; init; } = "/instance";

    /// <summary>The body of the last answer that was no 200.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>Calls once.</summary>
    /// <returns>The status, or one of <see cref="CallEnd"/>.</returns>
    public async Task<int> AskAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = await ConnectAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is SocketException or IOException or AuthenticationException)
        {
            return CallEnd.Refused;
        }
        await using (stream) return await AskAsync(stream, body, cancellationToken);
    }

    /// <summary>A connection after its handshake.</summary>
    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (From is not null) socket.Bind(new IPEndPoint(From, 0));
            await socket.ConnectAsync(callback, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await secure.AuthenticateAsClientAsync(Options(), cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls over a connection that is there.</summary>
    public async Task<int> AskAsync(Stream stream, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"POST {Path} HTTP/1.1\r\nHost: e\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
        }
        catch (IOException)
        {
            // Who refuses a body need not read it all; the answer may be there already.
        }
        try
        {
            var buffer = new byte[8192];
            while (!IsComplete(answer) && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read) answer.Write(buffer, 0, read);
        }
        catch (IOException)
        {
            // What has arrived counts.
        }
        return StatusOf(answer);
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = SslProtocols.Tls12,
        ClientCertificateContext = client is null ? null : _client ??= SslStreamCertificateContext.Create(client, Intermediates, offline: true),
        // ZTS looks at the name only.
        RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject.StartsWith("CN=", StringComparison.Ordinal) == true,
    };

    private int StatusOf(MemoryStream answer)
    {
        var text = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        if (text.Length < 12 || !int.TryParse(text.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)) return CallEnd.Cut;
        if (status != 200) LastRefusal = text;
        return status;
    }

    private static bool IsComplete(MemoryStream answer)
    {
        var text = Encoding.ASCII.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at > end) return text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
        var length = int.Parse(text.AsSpan(at + 16, text.IndexOf('\r', at) - at - 16), CultureInfo.InvariantCulture);
        return text.Length >= end + 4 + length;
    }
}
