using System.CommandLine;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit list`: the records that fit.</summary>
internal sealed class ListCommand
{
    private readonly AuditInput _input = new();
    private readonly AuditFilter _filter = new();
    private readonly Option<int> _limit = new("--limit") { Description = "The most records that are written; 0 for all.", DefaultValueFactory = static _ => 0 };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text, or json (the records' own lines).", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new ListCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        _limit.Validators.Add(static r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("`--limit` must be 0 or more"); });
        var command = new ExampleCommand(
            "list",
            "Lists records, one a line. Exit code 1 when none fits.",
            "argos audit list audit.jsonl --identity 'media.*' --outcome denied --since 2026-03-01T00:00Z",
            "argos audit list audit.jsonl --type change --policy 'argos/*'",
            "kubectl logs argos-rules-0 -c engine | argos audit list - --code pod-replaced -o json | jq .detail")
        {
            _input.Argument, _limit, _output,
        };
        foreach (var option in _filter.Options) command.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, terminal, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var writer = new RecordWriter(terminal, parsed.GetValue(_output) == "json", parsed.GetValue(_limit));
        var records = new MatchingRecords(_filter.Of(parsed), writer);
        _input.Read(parsed, terminal, records, cancellation);
        ForeignLines.Report(records.Foreign, terminal);
        return writer.Count == 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
