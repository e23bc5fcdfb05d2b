using System.Runtime.InteropServices;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Kubernetes;

namespace Argos.Rules.Core.Data;

/// <summary>A pod. One that has only the typed fields is kept as the typed record alone; any other as the bytes that were sent.</summary>
internal abstract class PodLeaf(UInt128 hash) : DataNode
{
    public sealed override SetDigest Digest => new(1, hash);

    public abstract Pod Pod { get; }

    /// <summary>Makes the leaf of <c>kubernetes/pods/&lt;namespace&gt;/&lt;name&gt;</c>.</summary>
    public static Edited At(DataPath path, JsonElement value)
    {
        var read = PodReader.Read(path.Segments[^2], path.Segments[^1], value);
        if (read.Pod is not { } pod) return new DataProblem(DataProblemKind.Invalid, $"the pod `{path}` is not valid: {read.Problem}");
        var json = JsonMarshal.GetRawUtf8Value(value);
        return Of(pod, value, SetDigest.HashOf(path.ToString(), json));
    }

    /// <summary>Makes a leaf again that was written once: its hash is that of the bytes that were sent then.</summary>
    public static Edited Again(DataPath path, JsonElement value, UInt128 hash) => PodReader.Read(path.Segments[^2], path.Segments[^1], value) is { Pod: { } pod }
        ? Of(pod, value, hash)
        : new DataProblem(DataProblemKind.Invalid, $"the pod `{path}` is not valid");

    private static PodLeaf Of(Pod pod, JsonElement value, UInt128 hash)
    {
        var json = JsonMarshal.GetRawUtf8Value(value);
        var typed = new TypedPodLeaf(pod, PodShape.Of(value), hash);
        return typed.RoundTrips(value, json) ? typed : new RawPodLeaf(pod.Namespace, pod.Name, json.ToArray(), hash);
    }
}
