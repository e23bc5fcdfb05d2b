using System.Globalization;

namespace Argos.Rules.Contracts.Addresses;

/// <summary>A block of addresses in CIDR notation (RFC 4632, RFC 4291). An IPv6 address is never in an IPv4 block, nor the other way round.</summary>
public readonly record struct IpBlock
{
    // An address, and the length of its prefix.
    private const int MaximumLength = 132;

    private readonly IpAddress _first;
    private readonly int _prefix;

    private IpBlock(IpAddress first, int prefix)
    {
        _first = first;
        _prefix = prefix;
    }

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c> or a single address; <see langword="false"/> for anything else.</summary>
    public static bool TryParse(string? text, out IpBlock block)
    {
        block = default;
        if (text is null || text.Length > MaximumLength) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var first)) return false;
        var prefix = first.Width;
        if (slash >= 0 && text.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9')) return false;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)) return false;
        if (prefix > first.Width) return false;
        block = new IpBlock(first, prefix);
        return true;
    }

    /// <summary>Whether the address lies in this block.</summary>
    public bool Contains(IpAddress address)
    {
        if (address.IsV6 != _first.IsV6) return false;
        var free = _first.Width - _prefix;
        // Shifting by the full width of the type would leave the value as it is.
        return free == 128 || (address.Bits >> free) == (_first.Bits >> free);
    }

    /// <summary>The block in CIDR notation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_first}/{_prefix}");
}
