namespace Argos.Rules.Engine.Audit;

/// <summary>What checkpoints of the audit log are signed with.</summary>
internal enum AuditSigning
{
    /// <summary>The key of `Audit:SigningKeyFile`, else that of the callback listener's certificate.</summary>
    Own,

    /// <summary>Nothing.</summary>
    None,
}
