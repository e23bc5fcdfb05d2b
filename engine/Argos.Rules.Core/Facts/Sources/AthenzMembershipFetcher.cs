using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>
/// The membership check of ZTS: <c>GET /access/domain/{domain}/role/{role}/principal/{principal}</c> (RDL Access). ZTS has no list of the
/// members of a role; that of ZMS would need rights there, and leave groups and expiry to the engine, which ZTS has resolved.
/// </summary>
internal sealed class AthenzMembershipFetcher(ZtsAddress zts, FactsOptions options) : AthenzCheckFetcher(zts, options)
{
    public override string Kind => FactKinds.AthenzMembership;

    protected override string Subject => "the domain of the role";

    protected override string PathOf(FactRequest request)
    {
        // All three are dotted names: nothing in them needs to be escaped, and none is a way out of the path.
        var asked = (AthenzMembershipRequest)request;
        return $"access/domain/{asked.Domain}/role/{asked.Role}/principal/{asked.Principal}";
    }
}
