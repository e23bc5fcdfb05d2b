using Argos.Rules.TestKit.Athenz.Requests;

namespace Argos.Rules.TestKit.Athenz.Checks;

/// <summary>The DNS names that ZTS approves itself: no provider is asked about them.</summary>
internal static class OwnNames
{
    public static bool Has(AgentRequest request, ZtsService service, string name) =>
        name.StartsWith($"*.{request.Service}.{request.DashedDomain}.", StringComparison.Ordinal)
        || request.HostCnames.Contains(name)
        || (service.CertDnsDomain is { } own && name.EndsWith("." + own, StringComparison.Ordinal));
}
