using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>What is replicated of a pod: the bytes that are sent.</summary>
internal sealed class ProjectedPod : Stored
{
    private readonly UInt128 _fingerprint;

    /// <param name="json">The projection.</param>
    /// <param name="comparable">The projection without what changes by itself.</param>
    public ProjectedPod(byte[] json, ReadOnlySpan<byte> comparable)
    {
        Json = json;
        _fingerprint = SetDigest.HashOf("", comparable);
    }

    /// <summary>Compact canonical JSON.</summary>
    public byte[] Json { get; }

    public override UInt128 Fingerprint => _fingerprint;

    /// <summary>Worked out anew rather than kept: a pod changes seldom, and tens of thousands are kept.</summary>
    public override UInt128 Member => SetDigest.HashOf(PathOf(Name), Json);

    /// <summary>Where a pod stands in the engine's data.</summary>
    public static string PathOf(ObjectName name) => $"{DataPath.Pods}/{name.Namespace}/{name.Name}";
}
