using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Trials;

/// <summary>Questions for facts on the wire. They may hold what the input attests, which goes no further than to the process that asked.</summary>
internal static class TrialFacts
{
    public static ImmutableArray<string> PartsOf(FactRequest request) => request switch
    {
        CallerIdentityRequest caller => [caller.Subject, caller.SecretKey, caller.SessionToken, caller.Region],
        OidcProvidersRequest providers => [providers.Subject, providers.Region],
        AthenzAccessRequest access => [access.Principal, access.Action, access.Resource],
        AthenzMembershipRequest membership => [membership.Principal, membership.Domain, membership.Role],
        TokenReviewRequest review => [review.Token, .. review.Audiences],
        AthenzKeysRequest => [],
        _ => [request.Subject],
    };

    /// <exception cref="InvalidDataException">There are no such facts.</exception>
    public static FactRequest Request(TrialAsk ask) => (ask.Key, ask.Parts) switch
    {
        (FactKinds.AwsCallerIdentity, [var id, var secret, var session, var region]) => new CallerIdentityRequest(id, secret, session, region),
        (FactKinds.AwsOidcProviders, [var account, var region]) => new OidcProvidersRequest(account, region),
        (FactKinds.OidcKeys, [var issuer]) => new OidcKeysRequest(issuer),
        (FactKinds.AthenzKeys, []) => AthenzKeysRequest.Instance,
        (FactKinds.AthenzAccess, [var principal, var action, var resource]) => new AthenzAccessRequest(principal, action, resource),
        (FactKinds.AthenzMembership, [var principal, var domain, var role]) => new AthenzMembershipRequest(principal, domain, role),
        (FactKinds.Dns, [var host]) => new DnsRequest(host),
        (FactKinds.KubernetesTokenReview, [var token, .. var audiences]) => new TokenReviewRequest(token, [.. audiences]),
        _ => throw new InvalidDataException("the trial process asks for a fact of no known kind"),
    };

    public static TrialFact Of(FactAnswer answer) => new(answer.State, answer.Value.Exists ? answer.Value.Element : null, answer.Problem);

    public static FactAnswer Read(TrialFact fact) => new(fact.State, fact.Value is { } value ? new DataValue(value) : default, fact.Problem);
}
