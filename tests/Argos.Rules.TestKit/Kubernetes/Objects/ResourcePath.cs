namespace Argos.Rules.TestKit.Kubernetes.Objects;

/// <summary>A path of the API taken apart.</summary>
/// <param name="Resource">The resource type.</param>
/// <param name="Namespace">The namespace; <see langword="null"/> for all of them, or for a cluster-wide resource.</param>
/// <param name="Name">The object's name; <see langword="null"/> for the collection.</param>
/// <param name="SubResource">For example <c>status</c> or <c>token</c>.</param>
internal sealed record ResourcePath(ResourceKind Resource, string? Namespace, string? Name, string? SubResource)
{
    /// <summary>The resource as RBAC names it.</summary>
    public string RbacName => SubResource is null ? Resource.Plural : $"{Resource.Plural}/{SubResource}";

    public static ResourcePath? Parse(string path)
    {
        string[] parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", Array.Empty<string>()),
        };
        if (rest.Length == 0) return null;
        string? space = null;
        if (rest is ["namespaces", var ns, var resource, ..] && resource is not ("status" or "finalize"))
        {
            space = ns;
            rest = rest[2..];
        }
        if (rest.Length > 3) return null;
        return new ResourcePath(new ResourceKind(group, version, rest[0]), space, rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2));
    }
}
