using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes.Proxies;

/// <summary>
/// Which servers are reached without the proxy, by a list with commas: <c>*</c>; an address; a block such as <c>10.0.0.0/8</c>; a name,
/// which is meant with all names below it; a name with a dot or <c>*.</c> in front, which is not meant itself. Each but a block may have
/// a port.
/// </summary>
internal sealed class NoProxy
{
    private readonly ImmutableArray<NoProxyRule> _rules;

    private NoProxy(ImmutableArray<NoProxyRule> rules) => _rules = rules;

    /// <summary>Reads the list; what is not a rule is passed over, as Go does.</summary>
    public static NoProxy Parse(string list) => new(
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Rule).OfType<NoProxyRule>()]);

    /// <summary>Whether a server is reached without the proxy. The machine itself always is.</summary>
    public bool Covers(Uri server)
    {
        var host = server.IdnHost.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? Plain(parsed) : null;
        if (host == "localhost" || (address is not null && IPAddress.IsLoopback(address))) return true;
        return _rules.Any(rule => rule.Covers(host, address, server.Port));
    }

    private static NoProxyRule? Rule(string item)
    {
        var text = item.ToLowerInvariant();
        if (text == "*") return new NoProxyRule { All = true };
        if (IPNetwork.TryParse(text, out var block)) return new NoProxyRule { Block = block };
        // Go masks the address of a block; .NET refuses one with bits behind the mask.
        if (text.Split('/') is [var from, var length] && IPAddress.TryParse(from, out var inside)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
            return Masked(inside, bits) is { } masked ? new NoProxyRule { Block = masked } : null;
        // A bare number is an address for .NET.
        if (text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text.Trim('[', ']'), out var whole))
            return new NoProxyRule { Address = Plain(whole) };
        var colon = text.LastIndexOf(':');
        var (host, port) = (colon < 0 ? text : text[..colon], 0);
        if (colon >= 0 && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)) return null;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address)) return new NoProxyRule { Address = Plain(address), Port = port };
        if (host.StartsWith("*.", StringComparison.Ordinal)) host = host[1..];
        return host.Trim('.').Length == 0
            ? null
            : new NoProxyRule { Suffix = "." + host.TrimStart('.'), Itself = host[0] != '.', Port = port };
    }

    private static IPNetwork? Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        if (bits > bytes.Length * 8) return null;
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xff << Math.Clamp(8 - (bits - (i * 8)), 0, 8));
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
