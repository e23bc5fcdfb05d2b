using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.Hosting.Listening;

/// <summary>
/// Looks before the start whether a process can listen where it is told to: what the web server logs of that is two stack traces.
/// </summary>
public static class ListenAddressInUse
{
    /// <summary>Why nobody can listen there; <see langword="null"/> when it is possible.</summary>
    /// <param name="setting">The setting that has the address.</param>
    /// <param name="address">The address.</param>
    public static string? Problem(string setting, IPEndPoint address)
    {
        if (address.Port == 0) return null;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // As the web server does for [::].
            if (address.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            // Bound, and not made to listen: nobody can connect to it meanwhile.
            socket.Bind(address);
            return null;
        }
        catch (SocketException e)
        {
            // The web server takes the addresses of IPv4 alone where there is no IPv6.
            if (address.Address.Equals(IPAddress.IPv6Any) && e.SocketErrorCode != SocketError.AddressAlreadyInUse)
                return Problem(setting, new IPEndPoint(IPAddress.Any, address.Port));
            var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "another process listens there"
                : e.Message.ReplaceLineEndings(" ");
            return $"cannot listen on `{address}`: {why}; correct `{setting}`, or stop the other process";
        }
    }
}
