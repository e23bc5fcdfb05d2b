using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>
/// Cuts a pod down to a list of fields. <c>metadata.resourceVersion</c> is kept, for the audit, but a pod of which nothing else
/// changed is the same pod: the version the engine has seen stays, and nothing is sent.
/// </summary>
internal sealed class ObjectProjection : IObjectReader<ProjectedObject>
{
    /// <summary>Where pods stand in the engine's data.</summary>
    public static readonly string PodsRoot = DataPath.Pods.ToString();

    private readonly FieldTree _fields;
    private readonly string _root;
    private readonly bool _isPods;

    private ObjectProjection(FieldTree fields, string root, bool isPods) => (_fields, _root, _isPods) = (fields, root, isPods);

    /// <summary>Of pods: the fields that policies read of each pod, and more.</summary>
    /// <param name="extraFields">The others.</param>
    /// <param name="root">The collection's place in the engine's data.</param>
    public static ObjectProjection OfPods(IEnumerable<string> extraFields, string? root = null) => new(PodFields.With(extraFields), root ?? PodsRoot, isPods: true);

    /// <summary>Of the objects of another resource.</summary>
    /// <param name="fields">What is kept beside name and namespace.</param>
    /// <param name="root">The collection's place in the engine's data.</param>
    public static ObjectProjection Of(IEnumerable<string> fields, string root) => new(new FieldTree(["metadata.name", "metadata.namespace", .. fields]), root, isPods: false);

    public ProjectedObject? Read(JsonElement subject, out string? problem)
    {
        problem = _isPods ? PodFields.Problem(subject) : null;
        if (problem is not null) return null;
        if (ObjectMetadata.NameOf(subject) is not { } name) problem = "`metadata.name` is missing";
        else if (name.Namespace.Length == 0 && _isPods) problem = "`metadata.namespace` is missing";
        else return Project(subject, name, ref problem);
        return null;
    }

    private ProjectedObject? Project(JsonElement subject, ObjectName name, ref string? problem)
    {
        try
        {
            return Project(subject, name);
        }
        catch (InvalidOperationException)
        {
            // Such a text cannot be written again.
            problem = "it has a text with half a surrogate pair";
            return null;
        }
    }

    private ProjectedObject Project(JsonElement pod, ObjectName name)
    {
        var version = 0..0;
        var json = CanonicalJson.Write(writer => version = _fields.Write(writer, pod, "resourceVersion"));
        // Only compared with its like: that a comma may be left over does not matter.
        byte[] comparable = [.. json.AsSpan(..version.Start.Value), .. json.AsSpan(version.End.Value)];
        return new ProjectedObject(StringTable.Current.KeyOf(_root, name.Namespace), name.Name, json, comparable);
    }
}
