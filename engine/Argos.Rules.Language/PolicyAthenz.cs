using Argos.Rules.Language.Facts;

namespace Argos.Rules.Language;

/// <summary>What ZTS knows.</summary>
public sealed class PolicyAthenz
{
    private readonly IFactView _facts;
    private readonly ITokenVerifier _verifier;

    internal PolicyAthenz(IFactView facts, ITokenVerifier verifier) => (_facts, _verifier) = (facts, verifier);

    /// <summary>Verifies a token that ZTS has signed, as <c>Tokens.Verify</c> does, with ZTS's keys.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuer">The expected issuer; <see langword="null"/> makes the token invalid.</param>
    /// <param name="audience">An expected audience; <see langword="null"/> makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there; instance register tokens have none, look at <c>IssuedAt</c> instead.</param>
    public TokenFact Verify(string? token, string? issuer, string? audience, bool requireExpiry = true) =>
        Verify(token, TokenExpectation.ListOf(issuer), TokenExpectation.ListOf(audience), requireExpiry);

    /// <summary>As with one issuer and one audience, where several are accepted.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuers">The issuers to accept; none makes the token invalid.</param>
    /// <param name="audiences">The audiences to accept; none makes the token invalid.</param>
    /// <param name="requireExpiry">Whether <c>exp</c> must be there.</param>
    public TokenFact Verify(string? token, IReadOnlyList<string> issuers, IReadOnlyList<string> audiences, bool requireExpiry = true)
    {
        var named = UnverifiedToken.IssuerOf(token, out var problem);
        if (named is null) return TokenFact.Of(TokenCheck.Failed(problem!.Code, problem.Detail));
        if (!TokenExpectation.IsExpected(named, issuers)) return TokenFact.Of(TokenCheck.Failed(TokenMismatch.Issuer(named, issuers)));
        return FetchedKeys.Verify(_verifier, _facts, AthenzKeysRequest.Instance, token, named, audiences, requireExpiry);
    }

    /// <summary>Whether a principal may do something: the access check of ZTS.</summary>
    /// <param name="principal">For example <c>Input.Identity</c>.</param>
    /// <param name="action">For example <c>launch</c>.</param>
    /// <param name="resource">With its domain, for example <c>media.sports:api:123456789012</c>; may have colons and slashes.</param>
    public AccessCheck Access(string? principal, string? action, string? resource)
    {
        var named = AccessNames.IsCompound(principal) && AccessNames.IsCompound(action);
        if (!named) return Refused("principal and action must be dotted names");
        if (!AccessNames.IsResource(resource)) return Refused("the resource must be printable ASCII without blanks");
        var request = new AthenzAccessRequest(principal!, action!, resource!);
        return new AccessCheck(request, _facts.Find(request));
    }

    /// <summary>
    /// Whether a principal is a member of a role, by itself, through a group or a pattern, and not expired: as ZTS decides it. ZTS lists no
    /// members, so it is asked about the one that matters.
    /// </summary>
    /// <param name="principal">For example <c>Input.Identity</c>.</param>
    /// <param name="domain">The domain that has the role, for example <c>media.sports</c>.</param>
    /// <param name="role">The role's name within the domain, for example <c>deployers</c>.</param>
    public AccessCheck Membership(string? principal, string? domain, string? role)
    {
        var named = AccessNames.IsCompound(principal) && AccessNames.IsCompound(domain) && AccessNames.IsCompound(role);
        if (!named) return Refused("principal, domain and role must be dotted names");
        var request = new AthenzMembershipRequest(principal!, domain!, role!);
        return new AccessCheck(request, _facts.Find(request));
    }

    private static AccessCheck Refused(string problem) => new(null, FactAnswer.Refused(problem));
}
