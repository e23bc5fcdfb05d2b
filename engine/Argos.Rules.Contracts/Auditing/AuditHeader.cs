namespace Argos.Rules.Contracts.Auditing;

/// <summary>What every record of the audit log begins with.</summary>
/// <param name="Version">The version of its form.</param>
/// <param name="Sequence">Its number in the chain of its replica.</param>
/// <param name="Replica">The replica that wrote it.</param>
/// <param name="Engine">That start of the engine.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Type">One of <see cref="AuditTypes"/>.</param>
internal sealed record AuditHeader(int Version, long Sequence, string Replica, string Engine, DateTimeOffset Time, string Type);
