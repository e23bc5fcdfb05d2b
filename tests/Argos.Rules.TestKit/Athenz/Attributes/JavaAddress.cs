using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.TestKit.Athenz.Attributes;

/// <summary>Addresses as Java writes them: IPv6 as eight groups, never compressed.</summary>
internal static class JavaAddress
{
    public static string Write(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        return string.Join(':', Enumerable.Range(0, 8).Select(i =>
            BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i)).ToString("x", CultureInfo.InvariantCulture)));
    }

    /// <summary>The same in the form of a servlet container's remote address: IPv6 in brackets.</summary>
    public static string WritePeer(IPAddress address)
    {
        var text = Write(address);
        return text.Contains(':') ? $"[{text}]" : text;
    }
}
