using System.Net;

namespace Argos.Rules.Mgmt.Kubernetes.Proxies;

/// <summary>One item of <see cref="NoProxy"/>.</summary>
internal sealed record NoProxyRule
{
    /// <summary>It means every server.</summary>
    public bool All { get; init; }

    /// <summary>It means one address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>It means a block of addresses.</summary>
    public IPNetwork? Block { get; init; }

    /// <summary>It means names that end so, with a dot in front.</summary>
    public string? Suffix { get; init; }

    /// <summary>It means also the name that <see cref="Suffix"/> is without its dot.</summary>
    public bool Itself { get; init; }

    /// <summary>The port that it means; 0 for all.</summary>
    public int Port { get; init; }

    /// <summary>Whether it means a server.</summary>
    public bool Covers(string host, IPAddress? address, int port)
    {
        if (All) return true;
        if (Port != 0 && Port != port) return false;
        if (Block is { } block) return address is not null && block.Contains(address);
        if (Address is not null) return Address.Equals(address);
        return Suffix is not null && (host.EndsWith(Suffix, StringComparison.Ordinal) || (Itself && host == Suffix[1..]));
    }
}
