using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.Replay;

/// <summary>Makes the decisions of logs again on all processors, and hands on what came of it in the order of the logs.</summary>
internal sealed class ReplayRun(IReplaySink sink, AuditFilter.Query query) : IAuditLineSink
{
    private const int Batch = 1024;

    private readonly List<byte[]> _lines = new(Batch);

    public bool IsDone => false;

    public void Take(string file, long number, Span<byte> line)
    {
        if (AuditLine.HeaderOf(line) is not { Version: AuditLine.Version, Type: AuditTypes.Decision } header || !query.MayFit(header)) return;
        _lines.Add(line.ToArray());
        if (_lines.Count == Batch) Flush();
    }

    /// <summary>Works off what is left.</summary>
    public void Flush()
    {
        var judged = new Judged?[_lines.Count];
        Parallel.For(0, _lines.Count, i => judged[i] = Judge(_lines[i]));
        foreach (var one in judged)
        {
            if (one is not null) sink.Take(one.Record, one.Verdict);
        }
        _lines.Clear();
    }

    private Judged? Judge(byte[] line)
    {
        if (AuditEvent.Read(line) is not { } record || !query.Fits(record)) return null;
        return RecordedDecision.Read(record.Json, out var problem) is { } decision ? new Judged(record, sink.Judge(decision)) : new Judged(record, new ReplayVerdict(null, null, problem));
    }

    private sealed record Judged(AuditEvent Record, ReplayVerdict Verdict);
}
