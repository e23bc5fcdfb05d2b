using System.Collections.Immutable;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Auditing.Chain;

/// <summary>How far the chain of one replica is verified.</summary>
internal sealed class ReplicaChain(string replica)
{
    private readonly SortedSet<string> _signers = new(StringComparer.Ordinal);

    /// <summary>The place behind the last record; <see langword="null"/> before the first.</summary>
    public AuditLink? Link { get; set; }

    /// <summary>Whether the last record said that the engine ends.</summary>
    public bool Stopped { get; set; }

    public long First { get; set; }

    public long Records { get; set; }

    public long Checkpoints { get; private set; }

    public long SignedUpTo { get; private set; } = -1;

    public void Signed(long sequence, string signer)
    {
        Checkpoints++;
        SignedUpTo = sequence;
        _signers.Add(signer);
    }

    public ChainSummary Summary() => new(replica, Records, First, (Link?.Next ?? 0) - 1, Checkpoints, SignedUpTo, [.. _signers]);

    public void MoveTo(long sequence, ReadOnlySpan<byte> head) => Link = new AuditLink(sequence + 1, [.. head]);

    /// <summary>The head before the next record.</summary>
    public ImmutableArray<byte> Head => Link?.Head ?? AuditLink.Beginning.Head;
}
