using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Argos.Rules.Contracts.Addresses;

/// <summary>
/// An IP address as a value, so that two spellings of one address are equal. Reads what ZTS and Kubernetes write:
/// dotted IPv4, IPv6 in any form of RFC 4291, in brackets, with a zone id (dropped); an IPv4-mapped address is the IPv4 address.
/// </summary>
/// <remarks>Leading zeros (<c>010.1.1.1</c>) and short forms (<c>10.1</c>) are refused: readers disagree about them.</remarks>
public readonly record struct IpAddress : IComparable<IpAddress>
{
    // With brackets and the longest name of an interface it has 64. What is longer is not even looked through.
    private const int MaximumLength = 128;

    private static readonly SearchValues<char> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private readonly UInt128 _bits;

    private IpAddress(UInt128 bits, bool isV6)
    {
        _bits = bits;
        IsV6 = isV6;
    }

    /// <summary>Whether this is an IPv6 address (an IPv4-mapped one is not).</summary>
    public bool IsV6 { get; }

    /// <summary>The number of bits: 32 or 128.</summary>
    public int Width => IsV6 ? 128 : 32;

    internal UInt128 Bits => _bits;

    /// <summary>Reads an address; <see langword="false"/> for anything but one complete address.</summary>
    public static bool TryParse(string? text, out IpAddress address)
    {
        address = default;
        return text is not null && TryParse(text.AsSpan(), out address);
    }

    /// <inheritdoc cref="TryParse(string?, out IpAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        if (text.Length > MaximumLength) return false;
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']') text = text[1..^1];
        if (text.Contains(':')) return TryParseV6(text, out address);
        if (!TryParseV4(text, out var bits)) return false;
        address = new IpAddress(bits, isV6: false);
        return true;
    }

    /// <summary>Orders IPv4 before IPv6, then by value.</summary>
    public int CompareTo(IpAddress other) =>
        IsV6 != other.IsV6 ? IsV6.CompareTo(other.IsV6) : _bits.CompareTo(other._bits);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;

    /// <summary>The canonical text: dotted IPv4, or IPv6 as RFC 5952 writes it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        return new IPAddress(IsV6 ? bytes : bytes[12..]).ToString();
    }

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            // Numbers may end with NUL characters as far as the parser is concerned.
            if (part.ContainsAnyExceptInRange('0', '9')) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
            bits = (bits << 8) | value;
        }
        return parts == 4;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        var zone = text.IndexOf('%');
        if (zone >= 0) text = text[..zone];
        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (tail.Contains('.') && !TryParseV4(tail, out _)) return false;
        // IPAddress takes a port and brackets too; only hex digits, colons and a dotted tail belong here.
        if (text.IndexOfAnyExcept(V6Characters) >= 0) return false;
        if (!IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        address = parsed.IsIPv4MappedToIPv6 ? new IpAddress(bits & uint.MaxValue, isV6: false) : new IpAddress(bits, isV6: true);
        return true;
    }
}
