using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine.Listeners;

/// <summary>Reads <c>address:port</c> strictly: <see cref="IPEndPoint.TryParse(string, out IPEndPoint)"/> takes <c>4443</c> for an address.</summary>
internal static class ListenAddress
{
    public const string Expected = "an IP address and a port, like `[::]:4443` (all of both families), `0.0.0.0:4443` or `localhost:8181`";

    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0) return false;
        var host = text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (host.Contains(':', StringComparison.Ordinal) != bracketed) return false;
        var ip = host == "localhost" ? IPAddress.Loopback : null;
        if (ip is null && !IPAddress.TryParse(host, out ip)) return false;
        // "1.2" and "010.0.0.1" parse, and mean what nobody who writes them expects.
        if (!bracketed && host != "localhost" && ip.ToString() != host) return false;
        address = new IPEndPoint(ip, port);
        return true;
    }

    /// <summary>Listens. <c>[::]</c> is every address of both families, and of IPv4 alone where the machine has no IPv6.</summary>
    public static void Listen(KestrelServerOptions kestrel, string text, Action<ListenOptions> configure)
    {
        var address = Parse(text);
        if (address.Address.Equals(IPAddress.IPv6Any)) kestrel.ListenAnyIP(address.Port, configure);
        else kestrel.Listen(address, configure);
    }

    /// <summary>Reads an address that was validated at start.</summary>
    public static IPEndPoint Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"`{text}` is not {Expected}");
}
