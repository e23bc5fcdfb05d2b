using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Argos.Rules.Hosting.Http;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>
/// Where connections to some hosts go instead of where DNS says: a private endpoint, a gateway. It changes the way only: the host
/// stays the one that was asked for, in the request and in the certificate that the server must show.
/// </summary>
internal sealed class FactRoutes : IConnector
{
    private const int HttpsPort = 443;

    private readonly FrozenDictionary<string, string> _targets;

    /// <param name="routes">Each <c>host=address</c>; see <see cref="IsRoute"/>.</param>
    public FactRoutes(IEnumerable<string> routes) =>
        _targets = routes.Select(static r => r.Split('=')).ToFrozenDictionary(static r => r[0], static r => r[1], StringComparer.Ordinal);

    /// <summary>No routes.</summary>
    public static FactRoutes None { get; } = new([]);

    /// <summary>Whether there are any.</summary>
    public bool Any => _targets.Count > 0;

    /// <summary>A host, exact, with its port when that is not 443; <c>=</c>; an IP address (IPv6 in brackets) or a host name, with its port when it is another.</summary>
    public static bool IsRoute(string text) =>
        text.Split('=') is [var host, var target] && !host.Any(char.IsAsciiLetterUpper)
        && TryReadTarget(host, HttpsPort, out var from) && from is DnsEndPoint && TryReadTarget(target, HttpsPort, out _);

    /// <summary>Where a connection to a host goes.</summary>
    public EndPoint Of(DnsEndPoint wanted)
    {
        var name = wanted.Port == HttpsPort ? wanted.Host : string.Create(CultureInfo.InvariantCulture, $"{wanted.Host}:{wanted.Port}");
        return _targets.TryGetValue(name, out var target) && TryReadTarget(target, wanted.Port, out var end) ? end : wanted;
    }

    /// <summary>Connects.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Of(context.DnsEndPoint), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool TryReadTarget(string text, int port, [NotNullWhen(true)] out EndPoint? end)
    {
        end = null;
        if (IPAddress.TryParse(text, out var bare) && bare.AddressFamily == AddressFamily.InterNetworkV6 && !text.StartsWith('[')) return false;
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']') && colon >= 0;
        if (hasPort && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535)) return false;
        var host = hasPort ? text[..colon] : text;
        end = Uri.CheckHostName(host) switch
        {
            UriHostNameType.IPv4 or UriHostNameType.IPv6 => new IPEndPoint(IPAddress.Parse(host), port),
            UriHostNameType.Dns when host.All(char.IsAscii) => new DnsEndPoint(host, port),
            _ => null,
        };
        return end is not null;
    }
}
