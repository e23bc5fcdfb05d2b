using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Language.Platforms;

/// <summary>
/// The rules for whom an AWS agent is: by the temporary credentials of the role that it attests, or by a web identity token that AWS
/// has issued to it ("outbound federation").
/// </summary>
public sealed class CallerRules(PolicyContext context)
{
    private const string Setting = "webIdentity";
    private const string Claim = "https://sts.amazonaws.com/";

    private static readonly string[] Issuers = ["https://*.tokens.sts.global.api.aws"];

    /// <summary>
    /// Whether the agent has the role it names (<see cref="RoleRules.CheckRole"/>) in one of the domain's accounts. With an identity token
    /// that is asked of the token, which must be of one of the organizations in <c>webIdentity</c> (<c>{"audience": text or
    /// texts, "allowedOrgIds": [text, ...]}</c>); for an account that is not the domain's ZTS must grant <c>launch</c> on <c>&lt;domain&gt;:&lt;service&gt;:&lt;account&gt;</c> to the identity. Else it is asked of STS, with the attested credentials.
    /// </summary>
    /// <returns>
    /// Of STS: waits with <c>sts-pending</c>; <c>sts-refused</c> and the codes of <see cref="RoleRules.CheckCaller"/>. Of the token: waits with
    /// <c>token-keys-pending</c> or <c>access-pending</c>; <c>web-identity-off</c> without the setting, the codes of <c>Oidc.Verify</c>,
    /// <c>web-identity-organization</c>, the codes of <see cref="RoleRules.CheckSubject"/>, <c>web-identity-account</c> without the grant.
    /// </returns>
    public CallerCheck Check() => context.Aws.Attestation.HasIdentityToken ? CheckToken() : CheckCredentials();

    /// <summary>
    /// Whether the identity token says of itself that AWS has issued it to a role (<c>https://&lt;id&gt;.tokens.sts.global.api.aws</c>). It
    /// proves nothing; it tells such a token from one of a cluster.
    /// </summary>
    public bool HasWebIdentityToken =>
        UnverifiedToken.IssuerOf(context.Input.IdentityToken, out _) is { Length: <= 512 } issuer && IssuerPattern.AnyMatches(Issuers, issuer);

    private CallerCheck CheckCredentials()
    {
        var caller = context.Aws.CallerIdentity(context.Roles.Region);
        if (caller.Pending) return CallerCheck.Waiting(caller, "sts-pending");
        if (caller.Problem is { } refused) return CallerCheck.Refused("sts-refused", refused);
        return context.Roles.CheckCaller(caller.Arn, context.Aws.Attestation.Role) is { } finding ? CallerCheck.Refused(finding) : CallerCheck.Proven;
    }

    private CallerCheck CheckToken()
    {
        var setting = context.Settings[Setting];
        var audiences = setting["audience"].Texts;
        if (audiences.All(string.IsNullOrEmpty)) return CallerCheck.Refused("web-identity-off", $"an identity token is taken only with setting `{Setting}`");
        var token = context.Oidc.Verify(context.Input.IdentityToken, Issuers, audiences);
        if (token.Pending) return CallerCheck.Waiting(token, "token-keys-pending");
        if (token.Finding is { } finding) return CallerCheck.Refused(finding);
        // Whoever else the token is for could show it here. Its first audience is whom it was asked for.
        var first = token.Check.Audiences[0];
        if (!TokenExpectation.IsExpected(first, audiences)) return CallerCheck.Refused(TokenMismatch.FirstAudience(first, audiences));
        var claim = token.Check.Claims[Claim];
        if (claim["org_id"].Text is not { } organization || !setting["allowedOrgIds"].Texts.Contains(organization)) return CallerCheck.Refused("web-identity-organization", "the token is of no organization in `allowedOrgIds`");
        return CheckAccount(token.Check.Subject, claim);
    }

    private CallerCheck CheckAccount(string? subject, DataValue claim)
    {
        var account = claim["aws_account"].Text;
        if (context.Roles.CheckSubject(subject, account) is { } finding) return CallerCheck.Refused(finding);
        if (context.Roles.IsOwnAccount(account)) return CallerCheck.Proven;
        var input = context.Input;
        var grant = context.Athenz.Access(input.Identity, "launch", $"{input.Domain}:{input.Service}:{account}");
        if (grant.Pending) return CallerCheck.Waiting(grant, "access-pending");
        return grant.Granted ? CallerCheck.Proven : CallerCheck.Refused("web-identity-account", $"account `{account}` is not the domain's, and ZTS does not grant `launch` on it");
    }
}
