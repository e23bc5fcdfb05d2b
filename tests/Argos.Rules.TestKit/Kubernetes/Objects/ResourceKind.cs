using System.Globalization;

namespace Argos.Rules.TestKit.Kubernetes.Objects;

/// <summary>A resource type as it stands in a path, for example <c>pods</c> of <c>v1</c>.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Plural">The name in the path.</param>
public readonly record struct ResourceKind(string Group, string Version, string Plural)
{
    /// <summary>Pods.</summary>
    public static readonly ResourceKind Pods = new("", "v1", "pods");

    /// <summary>ConfigMaps.</summary>
    public static readonly ResourceKind ConfigMaps = new("", "v1", "configmaps");

    /// <summary>Events.</summary>
    public static readonly ResourceKind Events = new("", "v1", "events");

    /// <summary>Service accounts.</summary>
    public static readonly ResourceKind ServiceAccounts = new("", "v1", "serviceaccounts");

    /// <summary>Namespaces.</summary>
    public static readonly ResourceKind Namespaces = new("", "v1", "namespaces");

    /// <summary><c>v1</c>, <c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The object kind, for example <c>ConfigMap</c>.</summary>
    public string Kind => Plural switch
    {
        "configmaps" => "ConfigMap",
        "serviceaccounts" => "ServiceAccount",
        "networkpolicies" => "NetworkPolicy",
        "endpoints" => "Endpoints",
        "ingresses" => "Ingress",
        _ => char.ToUpper(Plural[0], CultureInfo.InvariantCulture) + (Plural.EndsWith('s') ? Plural[1..^1] : Plural[1..]),
    };

    /// <summary>Whether the kind belongs to Kubernetes itself: items of its lists do not repeat kind and version.</summary>
    public bool IsBuiltIn => !Group.Contains('.') || Group.EndsWith(".k8s.io", StringComparison.Ordinal);

    /// <summary>The resource of an object kind, by Kubernetes' naming habits.</summary>
    public static ResourceKind Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        var lower = kind.ToLowerInvariant();
        var plural = lower switch
        {
            _ when lower.EndsWith('y') => lower[..^1] + "ies",
            "endpoints" => lower,
            _ when lower.EndsWith('s') => lower + "es",
            _ => lower + "s",
        };
        return slash < 0 ? new ResourceKind("", apiVersion, plural) : new ResourceKind(apiVersion[..slash], apiVersion[(slash + 1)..], plural);
    }
}
