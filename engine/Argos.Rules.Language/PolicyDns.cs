using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>Host names, as the engine's resolver knows them.</summary>
public sealed class PolicyDns
{
    private readonly IFactView _facts;

    internal PolicyDns(IFactView facts) => _facts = facts;

    /// <summary>The addresses of a host name, which must be below one of the suffixes that the engine's configuration allows.</summary>
    /// <param name="hostname">The name: lower-case labels, no dot at the end.</param>
    public HostAddresses Resolve(string? hostname)
    {
        if (!DnsSyntax.IsName(hostname)) return new HostAddresses(null, FactAnswer.Refused("the host name is missing or malformed"));
        var request = new DnsRequest(hostname!);
        return new HostAddresses(request, _facts.Find(request));
    }
}
