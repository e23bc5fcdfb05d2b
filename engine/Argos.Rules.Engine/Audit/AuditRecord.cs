using System.Text.Json;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Audit;

/// <summary>What was decided about whom, or what the shadow policies would have said.</summary>
internal sealed record AuditRecord : AuditEntry
{
    public required InstanceOperation Operation { get; init; }

    /// <summary>What was decided; <see langword="null"/> for a request that is not a confirmation.</summary>
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

    // Cut here, so that nobody who writes a record can forget it: a caller chooses these.
    public string? Provider { get; init => field = AuditText.CutOrNull(value, AuditText.MaximumName); }

    public string? Domain { get; init => field = AuditText.CutOrNull(value, AuditText.MaximumName); }

    public string? Service { get; init => field = AuditText.CutOrNull(value, AuditText.MaximumName); }

    public string? InstanceId { get; init => field = AuditText.CutOrNull(value, AuditText.MaximumName); }

    /// <summary>What the certificate was to certify.</summary>
    public RequestedNames? Requested { get; init; }

    public AttestationDigest? Attestation { get; init; }

    public override string Type => IsShadow ? AuditTypes.Shadow : AuditTypes.Decision;

    public override void Write(Utf8JsonWriter json) => AuditJson.Write(json, this);

    public override long Bytes => AuditSize.Of(this);
}
