using System.CommandLine;
using System.Text.Json;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit show`: all of one decision.</summary>
internal sealed class ShowCommand
{
    private readonly AuditInput _input = new();
    private readonly Argument<string> _decision = new("DECISION") { Description = "The id of the decision, as ZTS, the log and the agent's error have it." };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new ShowCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "show",
            "Shows all that a decision was made with, and what the shadow policies would have said. Exit code 1 when it is not in the logs.",
            "argos audit show 01KNN3H3R8TJ5ZP0V2W7C4Q9XB audit.jsonl")
        {
            _decision, _input.Argument, _output,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, terminal, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var query = new AuditFilter.Query { Decision = parsed.GetRequiredValue(_decision), Types = [AuditTypes.Decision, AuditTypes.Shadow] };
        var writer = new Writer(terminal, parsed.GetValue(_output) == "json");
        var records = new MatchingRecords(query, writer);
        _input.Read(parsed, terminal, records, cancellation);
        ForeignLines.Report(records.Foreign, terminal);
        return writer.Found ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private sealed class Writer(Terminal terminal, bool json) : IAuditRecordSink
    {
        public bool Found { get; private set; }

        public bool IsDone => false;

        public void Take(AuditEvent record)
        {
            Found = true;
            terminal.EndProgress();
            if (json) terminal.Document(JsonSerializer.Serialize(record.Json, CliJson.Readable.JsonElement));
            else new RecordText(terminal).Write(record);
        }
    }
}
