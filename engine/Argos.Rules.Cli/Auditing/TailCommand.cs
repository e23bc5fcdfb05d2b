using System.CommandLine;
using Argos.Rules.Auditing;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit tail`: records as they come.</summary>
internal sealed class TailCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Argument<string> _file = new("LOG") { Description = "The audit log that is written; `-` is standard input." };
    private readonly AuditFilter _filter = new();
    private readonly Option<bool> _all = new("--all") { Description = "Begin with what is in the log already." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text, or json (the records' own lines).", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new TailCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "tail",
            "Writes records as they come, until Ctrl-C; it follows a log that is rotated.",
            "argos audit tail /var/log/argos/audit.jsonl --outcome denied",
            "kubectl logs -f argos-rules-0 -c engine | argos audit tail -")
        {
            _file, _all, _output,
        };
        foreach (var option in _filter.Options) command.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(_file);
        var records = new MatchingRecords(_filter.Of(parsed), new RecordWriter(terminal, parsed.GetValue(_output) == "json", limit: 0));
        if (file == "-")
        {
            using var input = terminal.Input();
            Drain(new AuditLineReader(input), file, records, cancellation);
            return ExitCodes.Ok;
        }
        var path = terminal.Absolute(file);
        if (!File.Exists(path)) throw new UsageException($"`{file}` is not there");
        var from = parsed.GetValue(_all) ? 0 : new FileInfo(path).Length;
        try
        {
            while (true)
            {
                await FollowAsync(path, from, terminal, records, cancellation);
                from = 0;
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ok;
        }
    }

    /// <summary>Reads one file to its end and on, until another one stands in its place.</summary>
    private static async Task FollowAsync(string path, long from, Terminal terminal, MatchingRecords records, CancellationToken cancellation)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        stream.Seek(from, SeekOrigin.Begin);
        var reader = new AuditLineReader(stream);
        var opened = OpenFilePath.Of(stream);
        while (true)
        {
            var replaced = IsReplaced(path, opened, stream);
            Drain(reader, path, records, cancellation);
            // What was written before it was rotated is read first.
            if (replaced) return;
            await Task.Delay(Interval, terminal.Time, cancellation);
            reader.Again();
        }
    }

    private static bool IsReplaced(string path, string? opened, FileStream stream)
    {
        var now = new FileInfo(path);
        // A log that was cut is read again from its beginning.
        return now.Exists && (now.Length < stream.Position || OpenFilePath.Of(stream) != opened);
    }

    private static void Drain(AuditLineReader reader, string file, MatchingRecords records, CancellationToken cancellation)
    {
        while (reader.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!line.IsEmpty) records.Take(file, reader.Number, line);
        }
    }
}
