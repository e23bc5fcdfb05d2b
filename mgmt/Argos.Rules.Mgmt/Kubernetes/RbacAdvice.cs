namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>The RBAC rule that would make a refused call work.</summary>
internal static class RbacAdvice
{
    /// <summary>The rule for verbs on the objects of a query.</summary>
    public static string For(ResourceQuery query, params string[] verbs)
    {
        var holder = query.Namespace is null ? "a ClusterRole" : $"a Role in namespace `{query.Namespace}`";
        return $"bind {holder} with the rule {{apiGroups: [\"{query.Group}\"], resources: [\"{query.Resource}\"], verbs: [{string.Join(", ", verbs.Select(static v => $"\"{v}\""))}]}}";
    }

    /// <summary>The rule for the key set.</summary>
    public static string ForKeys =>
        "bind the ClusterRole `system:service-account-issuer-discovery`, or one with the rule {nonResourceURLs: [\"/openid/v1/jwks\"], verbs: [\"get\"]}";
}
