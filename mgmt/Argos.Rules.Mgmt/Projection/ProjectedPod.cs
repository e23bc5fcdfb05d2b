using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>What is replicated of a pod, or of an object of another resource: the bytes that are sent.</summary>
internal sealed class ProjectedPod : Stored
{
    private readonly UInt128 _fingerprint;
    private readonly byte[] _packed;

    /// <param name="json">The projection.</param>
    /// <param name="comparable">The projection without what changes by itself.</param>
    public ProjectedPod(byte[] json, ReadOnlySpan<byte> comparable)
    {
        _packed = CompactJson.Pack(json);
        _fingerprint = SetDigest.HashOf("", comparable);
    }

    /// <summary>The collection it belongs to; one text for all of its objects.</summary>
    public string Root { get; init; } = PodProjection.PodsRoot;

    /// <summary>Canonical JSON, made anew at each call: it is needed once for each change, and kept packed.</summary>
    public byte[] Json => CompactJson.Unpack(_packed);

    /// <summary>The length of <see cref="Json"/>.</summary>
    public int Size => CompactJson.SizeOf(_packed);

    public override UInt128 Fingerprint => _fingerprint;

    /// <summary>Worked out anew rather than kept: a pod changes seldom, and tens of thousands are kept.</summary>
    public override UInt128 Member => SetDigest.HashOf($"{Root}/{Name}", Json);
}
