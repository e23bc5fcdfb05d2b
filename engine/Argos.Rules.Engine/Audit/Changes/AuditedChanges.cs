namespace Argos.Rules.Engine.Audit.Changes;

/// <summary>Puts changes into the audit log, in one chain with the decisions.</summary>
internal sealed class AuditedChanges(AuditLog log) : IChangeLog
{
    public void Add(ChangeRecord change) => log.Add(change);
}
