using Argos.Rules.Contracts.Addresses;

namespace Argos.Rules.Language.Platforms;

/// <summary>The rules for the addresses of a certificate request, where no pod tells them. A check gives <see langword="null"/> when it passes.</summary>
/// <remarks>Addresses are values: any spelling of one is the same, an IPv4-mapped one is IPv4, and an IPv6 address is never in an IPv4 block.</remarks>
public sealed class AddressRules(PolicyInput input, PolicySettings settings)
{
    private const string Blocks = "allowedIpBlocks";

    private IpBlock[]? _blocks;

    /// <summary>Whether every IP address of the request is the attested one, or lies in one of <c>allowedIpBlocks</c>.</summary>
    /// <param name="attested">The instance's proven address; <see langword="null"/> when there is none.</param>
    /// <returns><c>san-ip-foreign</c>.</returns>
    public Finding? CheckSanIps(IpAddress? attested)
    {
        foreach (var ip in input.SanIps)
        {
            if (ip != attested && !IsAllowed(ip)) return new Finding("san-ip-foreign", $"`{ip}` is neither the instance's address nor in `{Blocks}`");
        }
        return null;
    }

    /// <summary>What a check takes at most, in steps: each block is read once, and each address held against each of them.</summary>
    internal long Work => (16L * settings[Blocks].Count) + ((long)input.SanIps.Count * (1 + settings[Blocks].Count) >> 1);

    private bool IsAllowed(IpAddress ip)
    {
        _blocks ??= [.. settings.Texts(Blocks).Select(static t => IpBlock.TryParse(t, out var block) ? block : (IpBlock?)null).OfType<IpBlock>()];
        foreach (var block in _blocks)
        {
            if (block.Contains(ip)) return true;
        }
        return false;
    }
}
