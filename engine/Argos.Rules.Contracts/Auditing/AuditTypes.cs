namespace Argos.Rules.Contracts.Auditing;

/// <summary>The kinds of records in the audit log.</summary>
internal static class AuditTypes
{
    /// <summary>What was decided about whom, also a request that is not a confirmation.</summary>
    public const string Decision = "decision";

    /// <summary>What the shadow policies would have said, with the id of the decision.</summary>
    public const string Shadow = "shadow";

    /// <summary>A policy, a document, a source or a certificate changed, or was refused.</summary>
    public const string Change = "change";

    /// <summary>The engine began to write.</summary>
    public const string Start = "start";

    /// <summary>Records were lost before this one.</summary>
    public const string Gap = "gap";

    /// <summary>The chain so far, signed when the engine has a key.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The same when the engine ended in an orderly way.</summary>
    public const string Stop = "stop";
}
