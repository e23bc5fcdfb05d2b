using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.AuditLogs;

/// <summary>Writes records as they are found.</summary>
internal sealed class RecordWriter(Terminal terminal, bool json, int limit) : IAuditRecordSink
{
    private readonly RecordText _text = new(terminal);

    public int Count { get; private set; }

    public bool IsDone => limit > 0 && Count >= limit;

    public void Take(AuditEvent record)
    {
        Count++;
        terminal.EndProgress();
        terminal.Out.WriteLine(json ? record.Json.GetRawText() : _text.Line(record));
    }
}
