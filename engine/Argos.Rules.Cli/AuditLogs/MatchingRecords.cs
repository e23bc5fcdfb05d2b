using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Picks the records that are wanted out of logs, and counts lines that are not records.</summary>
/// <param name="query">Which.</param>
/// <param name="found">Gets each.</param>
internal sealed class MatchingRecords(AuditFilter.Query query, IAuditRecordSink found) : IAuditLineSink
{
    /// <summary>How many lines were not records of this version.</summary>
    public long Foreign { get; private set; }

    public bool IsDone => found.IsDone;

    public void Take(string file, long number, Span<byte> line)
    {
        if (AuditLine.HeaderOf(line) is { Version: AuditLine.Version } header)
        {
            if (!query.MayFit(header)) return;
            if (AuditEvent.Read(line) is { } record)
            {
                if (query.Fits(record)) found.Take(record);
                return;
            }
        }
        Foreign++;
    }
}
