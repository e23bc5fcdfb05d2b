namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Takes the records that are wanted.</summary>
internal interface IAuditRecordSink
{
    /// <summary>Whether it needs no more.</summary>
    bool IsDone { get; }

    void Take(AuditEvent record);
}
