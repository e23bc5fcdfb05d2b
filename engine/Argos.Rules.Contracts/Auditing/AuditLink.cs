using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Argos.Rules.Contracts.Auditing;

/// <summary>
/// A place in the hash chain over the records of one replica. The hash of a record is
/// <c>SHA-256(hash of the record before, 32 bytes + SHA-256(the record's JSON without its last member "chain"))</c>; before the first stand 32 zero bytes.
/// </summary>
/// <param name="Next">The number (<c>seq</c>) of the next record.</param>
/// <param name="Head">The hash of the last record.</param>
internal sealed record AuditLink(long Next, ImmutableArray<byte> Head)
{
    /// <summary>Where a chain begins.</summary>
    public static AuditLink Beginning { get; } = new(0, ImmutableArray.Create(new byte[SHA256.HashSizeInBytes]));

    /// <summary>The head as it stands in a record.</summary>
    public string HeadText => Convert.ToHexStringLower(Head.AsSpan());

    /// <summary>The place behind a record.</summary>
    /// <param name="record">The record's JSON without the member <c>chain</c>.</param>
    public AuditLink After(ReadOnlySpan<byte> record)
    {
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        Head.AsSpan().CopyTo(both);
        SHA256.HashData(record, both[SHA256.HashSizeInBytes..]);
        Span<byte> head = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(both, head);
        return new AuditLink(Next + 1, [.. head]);
    }
}
