using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>
/// The membership check of ZTS: <c>GET /access/domain/{domain}/role/{role}/principal/{principal}</c> (RDL Access). ZTS has no list of the
/// members of a role; that of ZMS would need rights there, and leave groups and expiry to the engine, which ZTS has resolved.
/// </summary>
internal sealed class AthenzMembershipFetcher(ZtsAddress zts, FactsOptions options) : IFactFetcher
{
    public string Kind => FactKinds.AthenzMembership;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.AccessCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(Math.Min(10, options.AccessCacheSeconds));

    public string? Refusal(FactRequest request) => zts.Refusal;

    public string SourceOf(FactRequest request) => zts.Host;

    public Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        // All three are dotted names: nothing in them needs to be escaped, and none is a way out of the path.
        var asked = (AthenzMembershipRequest)request;
        return zts.CheckAsync(
            $"access/domain/{asked.Domain}/role/{asked.Role}/principal/{asked.Principal}", "the domain of the role", cancellation);
    }
}
