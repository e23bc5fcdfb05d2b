using Argos.Rules.Contracts.Addresses;

namespace Argos.Rules.Contracts.Language.Platforms;

/// <summary>The rules for the addresses of a certificate request, where no pod tells them. A check gives <see langword="null"/> when it passes.</summary>
/// <remarks>Addresses are values: any spelling of one is the same, an IPv4-mapped one is IPv4, and an IPv6 address is never in an IPv4 block.</remarks>
public sealed class AddressRules(PolicyInput input, PolicySettings settings)
{
    private const string Blocks = "allowedIpBlocks";

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

    private bool IsAllowed(IpAddress ip) => settings.Texts(Blocks).Any(t => IpBlock.TryParse(t, out var block) && block.Contains(ip));
}
