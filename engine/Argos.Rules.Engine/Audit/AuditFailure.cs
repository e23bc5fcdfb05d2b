namespace Argos.Rules.Engine.Audit;

/// <summary>What becomes of decisions while their records cannot be written.</summary>
internal enum AuditFailure
{
    /// <summary>They are made; records that are lost are counted.</summary>
    Continue,

    /// <summary>None is made: ZTS hears 504.</summary>
    Refuse,
}
