using Argos.Rules.Cli.AuditLogs;

namespace Argos.Rules.Cli.Auditing;

/// <summary>A grant whose certificate was not yet at its end.</summary>
/// <param name="Record">The record.</param>
/// <param name="Activations">How its policies came into force, as far as the logs say.</param>
/// <param name="End">When the certificate ends at the latest.</param>
/// <param name="IsAssumed">Whether the grant itself sets no end.</param>
internal sealed record HeldGrant(AuditEvent Record, IReadOnlyList<AuditEvent> Activations, DateTimeOffset End, bool IsAssumed);
