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

/// <summary>What came of one decision.</summary>
/// <param name="Decision">The decision; <see langword="null"/> when the record has not enough for it.</param>
/// <param name="Replayed">The replay.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record ReplayVerdict(RecordedDecision? Decision, ReplayedDecision? Replayed, string? Problem);
