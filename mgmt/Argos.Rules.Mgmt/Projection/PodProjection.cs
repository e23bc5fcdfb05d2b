using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Cuts a pod down to a list of fields. <c>metadata.resourceVersion</c> is kept, for the audit, but a pod of which nothing else
/// changed is the same pod: the version the engine has seen stays, and nothing is sent.
/// </summary>
internal sealed class PodProjection
{
    /// <summary>What identity checks need.</summary>
    public static readonly ImmutableArray<string> DefaultFields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "metadata.resourceVersion", "metadata.labels",
        "metadata.deletionTimestamp", "metadata.creationTimestamp",
        "spec.serviceAccountName", "spec.nodeName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.podIPs", "status.hostIP", "status.startTime",
    ];

    /// <summary>Where pods stand in the engine's data.</summary>
    public static readonly string PodsRoot = DataPath.Pods.ToString();

    private readonly FieldTree _fields;
    private readonly string _root;
    private readonly bool _namespaced;

    public PodProjection(IEnumerable<string> fields)
        : this(fields, PodsRoot)
    {
    }

    /// <param name="fields">What is kept beside name and namespace.</param>
    /// <param name="root">The collection's place in the engine's data.</param>
    public PodProjection(IEnumerable<string> fields, string root) =>
        (_fields, _root, _namespaced) = (new FieldTree(["metadata.name", "metadata.namespace", .. fields]), root, root.EndsWith("/pods", StringComparison.Ordinal));

    /// <summary>What is wrong with a field list, one line each.</summary>
    public static IEnumerable<string> Problems(IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            if (field.Split('.').Any(static name => name.Length == 0)) yield return $"`{field}` is no field; write names between dots, such as `metadata.labels`";
            else if (field is "metadata" || field.StartsWith("metadata.managedFields", StringComparison.Ordinal)) yield return $"`{field}` would replicate the managed fields; name the fields of the metadata one by one";
        }
    }

    /// <summary>The projection of an object, or <see langword="null"/> when it has no name, or is a pod without a namespace.</summary>
    public ProjectedPod? Read(JsonElement pod)
    {
        if (ObjectMetadata.NameOf(pod) is not { } name || (name.Namespace.Length == 0 && _namespaced)) return null;
        try
        {
            return Project(pod, name);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair cannot be written again.
            return null;
        }
    }

    private ProjectedPod Project(JsonElement pod, ObjectName name)
    {
        var version = 0..0;
        var json = CanonicalJson.Write(writer => version = _fields.Write(writer, pod, "resourceVersion"));
        // Only compared with its like: that a comma may be left over does not matter.
        byte[] comparable = [.. json.AsSpan(..version.Start.Value), .. json.AsSpan(version.End.Value)];
        return new ProjectedPod(Place.Of(_root, name.Namespace), name.Name, json, comparable);
    }
}
