namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Signs checkpoints.</summary>
internal interface IAuditSigner
{
    /// <summary>The signature; <see langword="null"/> while there is no key.</summary>
    AuditSignature? Sign(byte[] statement);
}
