using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>The addresses of a host name, as the engine's resolver has them.</summary>
public sealed class HostAddresses : Fact
{
    internal HostAddresses(FactRequest? request, in FactAnswer answer) : base(request, answer)
    {
        if (answer.State != FactState.Known) return;
        var ips = new List<IpAddress>();
        foreach (var text in answer.Value.Texts)
        {
            if (IpAddress.TryParse(text, out var ip)) ips.Add(ip);
        }
        Ips = new IpSet(ips);
    }

    /// <summary>The addresses; empty when the name has none or they are not known.</summary>
    public IpSet Ips { get; } = IpSet.Empty;
}
