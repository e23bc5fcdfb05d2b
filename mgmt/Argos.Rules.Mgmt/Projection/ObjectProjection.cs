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
    public static ObjectProjection OfPods(IEnumerable<string> extraFields, string? root = null) =>
        new(PodFields.With(extraFields), root ?? PodsRoot, isPods: true);

    /// <summary>Of the objects of another resource.</summary>
    /// <param name="fields">What is kept beside name and namespace.</param>
    /// <param name="root">The collection's place in the engine's data.</param>
    public static ObjectProjection Of(IEnumerable<string> fields, string root) =>
        new(new FieldTree(["metadata.name", "metadata.namespace", .. fields]), root, isPods: false);

    public ProjectedObject? Read(JsonElement subject, out string? problem)
    {
        try
        {
            problem = ProblemOf(subject, out var name);
            return problem is null ? Project(subject, name!.Value) : null;
        }
        catch (InvalidOperationException)
        {
            // Such a text cannot be written again; in the name of a member it cannot even be compared.
            problem = "it has a text with half a surrogate pair";
            return null;
        }
    }

    private string? ProblemOf(JsonElement subject, out ObjectName? name)
    {
        name = null;
        if (_isPods && PodFields.Problem(subject) is { } problem) return problem;
        name = ObjectMetadata.NameOf(subject);
        if (name is null) return "`metadata.name` is missing";
        return name.Value.Namespace.Length == 0 && _isPods ? "`metadata.namespace` is missing" : null;
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
