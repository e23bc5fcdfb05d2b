namespace Argos.Rules.Language.Facts;

/// <summary>The kinds of facts: what the engine can find out for a policy. They are the keys of <c>facts</c> in dry runs and tests.</summary>
public static class FactKinds
{
    /// <summary>Whose AWS credentials the attested ones are (STS GetCallerIdentity), by access key id.</summary>
    public const string AwsCallerIdentity = "aws/caller-identity";

    /// <summary>The ARNs of an AWS account's OIDC providers (IAM ListOpenIDConnectProviders), by account id.</summary>
    public const string AwsOidcProviders = "aws/oidc-providers";

    /// <summary>The keys (JWKS) of an OIDC issuer, by issuer.</summary>
    public const string OidcKeys = "oidc/keys";

    /// <summary>The keys (JWKS) of ZTS.</summary>
    public const string AthenzKeys = "athenz/keys";

    /// <summary>Whether a principal may do something (ZTS access check), by principal, action and resource.</summary>
    public const string AthenzAccess = "athenz/access";

    /// <summary>Whether a principal is a member of a role (ZTS), by principal, domain and role.</summary>
    public const string AthenzMembership = "athenz/membership";

    /// <summary>The addresses of a host name.</summary>
    public const string Dns = "dns";

    /// <summary>What a Kubernetes API server says of a token (TokenReview), by the token's SHA-256.</summary>
    public const string KubernetesTokenReview = "kubernetes/token-review";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [AthenzAccess, AthenzKeys, AthenzMembership, AwsCallerIdentity, AwsOidcProviders, Dns, KubernetesTokenReview, OidcKeys];
}
