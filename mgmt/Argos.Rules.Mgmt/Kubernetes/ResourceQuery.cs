namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Which objects of the API server are meant.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, for example <c>v1</c>.</param>
/// <param name="Resource">The plural, for example <c>pods</c>.</param>
/// <param name="Namespace">One namespace, or <see langword="null"/> for all.</param>
/// <param name="LabelSelector">Evaluated by the server.</param>
/// <param name="FieldSelector">Evaluated by the server.</param>
internal sealed record ResourceQuery(string Group, string Version, string Resource, string? Namespace, string? LabelSelector = null, string? FieldSelector = null)
{
    /// <summary>ConfigMaps with a label.</summary>
    public static ResourceQuery ConfigMaps(string? @namespace, string? labelSelector) => new("", "v1", "configmaps", @namespace, labelSelector);

    /// <summary>All pods.</summary>
    public static ResourceQuery Pods(string? @namespace) => new("", "v1", "pods", @namespace);

    /// <summary>The same for one object, by its name.</summary>
    public ResourceQuery Only(string @namespace, string name) =>
        this with { Namespace = @namespace, FieldSelector = FieldSelector is null ? $"metadata.name={name}" : $"{FieldSelector},metadata.name={name}" };

    /// <summary>The collection's path below the server's address.</summary>
    public string Path
    {
        get
        {
            var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
            return Namespace is null ? $"{root}/{Resource}" : $"{root}/namespaces/{Uri.EscapeDataString(Namespace)}/{Resource}";
        }
    }

    /// <summary>The query as it stands in logs.</summary>
    public override string ToString() =>
        $"{Resource}{(LabelSelector is null ? "" : $" with `{LabelSelector}`")}{(FieldSelector is null ? "" : $" where `{FieldSelector}`")}{(Namespace is null ? "" : $" in `{Namespace}`")}";
}
