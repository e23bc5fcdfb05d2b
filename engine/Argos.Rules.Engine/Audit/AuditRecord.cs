using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// One line of the audit log. It holds what was decided about whom, and of the attestation data only the digest: a record waits in a
/// queue, and no secret may wait with it.
/// </summary>
internal sealed record AuditRecord
{
    public required DateTimeOffset Time { get; init; }

    public required InstanceOperation Operation { get; init; }

    /// <summary>The decision; <see langword="null"/> when the request was refused before there was anything to decide.</summary>
    public Decision? Decision { get; init; }

    public required string DecisionId { get; init; }

    /// <summary>Whether it is what the shadow policies would have said, after the decision of the same id.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Why the request was refused before a decision.</summary>
    public string? Problem { get; init; }

    /// <summary>The name of the caller's certificate, or how else it was let in.</summary>
    public required string Caller { get; init; }

    public required int Status { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public string? Provider { get; init; }

    public string? Domain { get; init; }

    public string? Service { get; init; }

    public string? InstanceId { get; init; }

    public AttestationDigest? Attestation { get; init; }

    /// <summary>About how many bytes of memory it takes while it waits to be written.</summary>
    public long Bytes => AuditSize.Of(this);
}
