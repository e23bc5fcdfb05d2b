using System.CommandLine;
using System.Globalization;
using Argos.Rules.Auditing.Replay;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Tokens;

namespace Argos.Rules.Cli.Replay;

/// <summary>`argos replay`: makes recorded decisions again.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ReplayOptions();
        var command = new ExampleCommand(
            "replay",
            "Makes the decisions of a log again, from what their records say (`Audit:Evidence=true`), by the policies that made them, and compares the answers byte for byte. Exit code 1 when one differs, or none could be made again.",
            "argos replay audit.jsonl",
            "argos replay audit.jsonl --texts policies/ --decision 01KNN3H3R8TJ5ZP0V2W7C4Q9XB");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ReplayOptions options, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var texts = options.Texts(parsed, terminal, cancellation);
        if (await LoadedPolicies.LoadAsync(texts, [], terminal, cancellation) is not { } policies) return ExitCodes.NotCompiled;
        using var tokens = new TokenVerification();
        var comparison = new Comparison(policies, new Replayer(new Evaluator(tokens, TimeProvider.System)), terminal);
        options.Run(parsed, terminal, comparison, cancellation);
        comparison.Summarize();
        return comparison.Different > 0 || comparison.Same == 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private sealed class Comparison(LoadedPolicies policies, Replayer replayer, Terminal terminal) : IReplaySink
    {
        private readonly SortedDictionary<string, long> _unable = new(StringComparer.Ordinal);

        public long Same { get; private set; }

        public long Different { get; private set; }

        public ReplayVerdict Judge(RecordedDecision decision) =>
            ReplayVerdict.Of(decision, policies.Of(decision, out var problem), problem, replayer);

        public void Take(AuditEvent record, ReplayVerdict verdict)
        {
            if (verdict.Problem is { } problem)
            {
                _unable[problem] = _unable.GetValueOrDefault(problem) + 1;
            }
            else if (verdict.Decision!.Answer == verdict.Replayed!.Answer)
            {
                Same++;
            }
            else
            {
                Different++;
                terminal.EndProgress();
                terminal.Out.WriteLine($"{verdict.Decision.Id} {verdict.Decision.Identity} {record.InstanceId}: {verdict.Decision.Summary} became {verdict.Replayed.Summary}");
                foreach (var (was, now) in verdict.Decision.Policies.Zip(verdict.Replayed.Policies).Where(static pair => pair.First != pair.Second))
                {
                    terminal.Out.WriteLine($"  {was.Id}: {was.Outcome} {was.Code} {was.Detail} became {now.Outcome} {now.Code} {now.Detail}");
                }
            }
        }

        public void Summarize()
        {
            foreach (var (problem, count) in _unable) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} not made again: {problem}"));
            var verdict = Different > 0 ? terminal.Bad("different") : terminal.Good("different");
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Same} decisions came out the same, {Different} {verdict}"));
        }
    }
}
