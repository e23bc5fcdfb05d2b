using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>What is replicated of a pod, or of an object of another resource: the bytes that are sent.</summary>
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

    /// <summary>The collection it belongs to; one text for all of its objects.</summary>
    public string Root { get; init; } = PodProjection.PodsRoot;

    /// <summary>Compact canonical JSON.</summary>
    public byte[] Json { get; }

    public override UInt128 Fingerprint => _fingerprint;

    /// <summary>Worked out anew rather than kept: a pod changes seldom, and tens of thousands are kept.</summary>
    public override UInt128 Member => SetDigest.HashOf($"{Root}/{Name}", Json);
}
