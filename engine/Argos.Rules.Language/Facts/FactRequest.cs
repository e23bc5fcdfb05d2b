using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Language.Facts;

/// <summary>What is to be found out. It may hold a secret, which is neither in its texts nor readable by a policy.</summary>
public abstract class FactRequest
{
    private protected FactRequest(string kind, string subject, string? id = null) => (Kind, Subject, Id) = (kind, subject, id ?? $"{kind} {subject}");

    /// <summary>One of <see cref="FactKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>What it is about, for example an access key id; no secret.</summary>
    public string Subject { get; }

    /// <summary>Names the request with all that belongs to it, a secret by its hash: equal ids ask the same.</summary>
    public string Id { get; }

    /// <summary>Kind and subject.</summary>
    public override string ToString() => Subject.Length == 0 ? Kind : $"{Kind} {Subject}";

    private protected static string Hash(params ReadOnlySpan<string> secrets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var secret in secrets)
        {
            // The length in front: the parts of one secret must not be those of another.
            hash.AppendData(BitConverter.GetBytes(secret.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(secret));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Whose the attested credentials are.</summary>
public sealed class CallerIdentityRequest : FactRequest
{
    internal CallerIdentityRequest(string accessKeyId, string secretKey, string sessionToken, string region)
        : base(FactKinds.AwsCallerIdentity, accessKeyId, $"{FactKinds.AwsCallerIdentity} {accessKeyId} {region} {Hash(secretKey, sessionToken)}") =>
        (SecretKey, SessionToken, Region) = (secretKey, sessionToken, region);

    internal string SecretKey { get; }

    internal string SessionToken { get; }

    /// <summary>The AWS region whose STS is asked.</summary>
    public string Region { get; }
}

/// <summary>The OIDC providers of an AWS account.</summary>
public sealed class OidcProvidersRequest : FactRequest
{
    internal OidcProvidersRequest(string account, string region) : base(FactKinds.AwsOidcProviders, account, $"{FactKinds.AwsOidcProviders} {account} {region}") => Region = region;

    /// <summary>The AWS region whose STS is asked for credentials; it names the partition.</summary>
    public string Region { get; }
}

/// <summary>The keys of an OIDC issuer.</summary>
public sealed class OidcKeysRequest : FactRequest
{
    internal OidcKeysRequest(string issuer) : base(FactKinds.OidcKeys, issuer)
    {
    }
}

/// <summary>The keys of ZTS.</summary>
public sealed class AthenzKeysRequest : FactRequest
{
    private AthenzKeysRequest() : base(FactKinds.AthenzKeys, "")
    {
    }

    internal static AthenzKeysRequest Instance { get; } = new();
}

/// <summary>Whether a principal may do something.</summary>
public sealed class AthenzAccessRequest : FactRequest
{
    internal AthenzAccessRequest(string principal, string action, string resource) : base(FactKinds.AthenzAccess, $"{principal} {action} {resource}") =>
        (Principal, Action, Resource) = (principal, action, resource);

    /// <summary>The principal, for example <c>media.sports.api</c>.</summary>
    public string Principal { get; }

    /// <summary>The action, for example <c>launch</c>.</summary>
    public string Action { get; }

    /// <summary>The resource with its domain, for example <c>media.sports:api:123456789012</c>.</summary>
    public string Resource { get; }
}

/// <summary>Whether a principal is a member of a role.</summary>
public sealed class AthenzMembershipRequest : FactRequest
{
    internal AthenzMembershipRequest(string principal, string domain, string role)
        : base(FactKinds.AthenzMembership, $"{principal} {domain} {role}") => (Principal, Domain, Role) = (principal, domain, role);

    /// <summary>The principal, for example <c>media.sports.api</c>.</summary>
    public string Principal { get; }

    /// <summary>The domain that has the role, for example <c>media.sports</c>.</summary>
    public string Domain { get; }

    /// <summary>The role's name within its domain, for example <c>deployers</c>.</summary>
    public string Role { get; }
}

/// <summary>The addresses of a host name.</summary>
public sealed class DnsRequest : FactRequest
{
    internal DnsRequest(string hostname) : base(FactKinds.Dns, hostname)
    {
    }
}

/// <summary>What the API server says of a token.</summary>
public sealed class TokenReviewRequest : FactRequest
{
    internal TokenReviewRequest(string token, IReadOnlyList<string> audiences)
        : base(FactKinds.KubernetesTokenReview, Digest(token), $"{FactKinds.KubernetesTokenReview} {Digest(token)} {Hash([.. audiences])}") => (Token, Audiences) = (token, audiences);

    internal string Token { get; }

    /// <summary>The audiences asked for.</summary>
    public IReadOnlyList<string> Audiences { get; }

    /// <summary>The SHA-256 of the token, by which a dry run can name it.</summary>
    internal static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
