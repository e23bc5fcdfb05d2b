using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;

namespace Argos.Rules.Cli.Replay;

/// <summary>Judges decisions of logs. It may be asked by several threads.</summary>
internal interface IReplaySink
{
    /// <summary>Judges one decision.</summary>
    ReplayVerdict Judge(RecordedDecision decision);

    /// <summary>Takes the verdicts, in the order of the logs.</summary>
    void Take(AuditEvent record, ReplayVerdict verdict);
}
