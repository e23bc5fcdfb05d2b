using System.CommandLine;
using System.Text.Json;
using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Tokens;

namespace Argos.Rules.Cli.Replay;

/// <summary>`argos impact`: what another policy would have decided.</summary>
internal sealed class ImpactCommand
{
    private readonly ReplayOptions _options = new();
    private readonly Option<string[]> _policies = new("--policy", "-p") { Description = "Candidates (.csx) and folders with candidates; each takes the place of the policy of its name, or of `NAME` when `NAME=PATH` is given, or is added. Several times.", Required = true };
    private readonly Option<int> _show = new("--show") { Description = "The most decisions that are listed of each kind.", DefaultValueFactory = static _ => 20 };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new ImpactCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "impact",
            "Lists which decisions of a log (`Audit:Evidence=true`) a candidate would have made otherwise, by kind, new grants first. A policy of the log is replaced by the candidate of its name: `kubernetes` for `argos/stock/kubernetes.csx` and for `policies/kubernetes/policy.csx`. Exit code 1 when one would be granted that was not, or when that cannot be told of one: a candidate that goes on where the policy refused asks what no record says.",
            "argos impact audit.jsonl -p policies/kubernetes",
            "argos impact audit.jsonl -p kubernetes=strict.csx --since 2026-03-01T00:00Z --identity 'media.*'")
        {
            _policies, _show, _output,
        };
        // It is the candidate here.
        _options.AddTo(command, except: "--policy");
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var candidates = CandidateFile.Find(parsed.GetValue(_policies) ?? [], terminal);
        if (candidates.Count == 0) throw new UsageException("there is no candidate: give `--policy`");
        var texts = _options.Texts(parsed, terminal, cancellation);
        if (await LoadedPolicies.LoadAsync(texts, candidates, terminal, cancellation) is not { } policies) return ExitCodes.NotCompiled;
        using var tokens = new TokenVerification();
        var impact = new Impact(policies, new Replayer(new Evaluator(tokens, TimeProvider.System)), parsed.GetValue(_show));
        _options.Run(parsed, terminal, impact, cancellation);
        var report = impact.Report();
        if (parsed.GetValue(_output) == "json") terminal.Document(JsonSerializer.Serialize(report, CliJson.Readable.ImpactReport));
        else ImpactText.Write(report, terminal);
        return report.NewGrants > 0 || report.PerhapsGrants > 0 || report.Decided == 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
