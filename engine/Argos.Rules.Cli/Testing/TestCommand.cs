using System.Collections.Immutable;
using System.CommandLine;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Testing;

/// <summary>`argos test`: runs the tests beside the policies.</summary>
internal sealed class TestCommand
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Policies (.csx), tests files and folders with policies.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _filter = new("--filter", "-f") { Description = "Run the cases whose `policy/case` contains this, or fits it when it has a `*`." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Run again whenever a policy or a tests file changes, until Ctrl-C." };
    private readonly Option<bool> _failOnEmpty = new("--fail-on-empty") { Description = "Fail (exit code 1) when a policy has no tests, or no case was run." };
    private readonly Option<bool> _coverage = new("--coverage") { Description = "Measure which lines and branches the cases reach, and list what none does." };
    private readonly Option<double?> _threshold = new("--threshold") { Description = "Fail (exit code 1) when the cases of a policy reach less than this percentage of its lines or of its branches; measures the coverage." };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "List the cases that passed too." };

    public static Command Create(Terminal terminal) => new TestCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o") { Description = "How to report: text, json, junit, cobertura (coverage only), sarif or github (annotations).", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong(TestReport.Forms);
        _threshold.Validators.Add(static r => { if (r.GetValueOrDefault<double?>() is not (null or (>= 0 and <= 100))) r.AddError("`--threshold` must be between 0 and 100"); });
        var command = new ExampleCommand(
            "test",
            "Runs the tests beside policies: `tests.yaml` beside `policy.csx`, `<name>.tests.yaml` beside `<name>.csx`. policies/README.md describes the file.",
            "argos test policies/",
            "argos test policies/kubernetes --filter 'K10*' --watch",
            "argos test policies/ --coverage --threshold 95",
            "argos test policies/ --fail-on-empty --output junit > policies.xml",
            "argos test policies/ --output cobertura > coverage.xml")
        {
            _paths, _filter, _watch, _coverage, _threshold, _failOnEmpty, _verbose, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var compiler = new LocalCompiler(terminal);
            var form = parsed.GetValue(output)!;
            var coverage = parsed.GetValue(_coverage) || parsed.GetValue(_threshold) is not null || form == TestReport.Cobertura;
            var run = new TestRun(compiler, new TestFilter(parsed.GetValue(_filter)), coverage, terminal);
            if (!parsed.GetValue(_watch)) return await OnceAsync(run, parsed, form, terminal, cancellation);
            var watch = new TestWatch(parsed.GetRequiredValue(_paths), terminal);
            while (true)
            {
                await OnceAsync(run, parsed, form, terminal, cancellation);
                await watch.UntilChangedAsync(cancellation);
            }
        });
        return command;
    }

    private async Task<int> OnceAsync(TestRun run, ParseResult parsed, string form, Terminal terminal, CancellationToken cancellation)
    {
        var files = PolicyFinder.Find(parsed.GetRequiredValue(_paths), terminal);
        var tested = await run.RunAsync(files, cancellation);
        TestReport.Write(tested, form, parsed.GetValue(_verbose), terminal);
        await terminal.Error.WriteLineAsync(TestText.Summary(tested));
        var below = Below(tested, parsed.GetValue(_threshold)).ToArray();
        foreach (var policy in below) await terminal.Error.WriteLineAsync($"argos: the tests of `{policy.File.Shown}` reach {CoverageText.Percent(policy.Coverage!.LinePercent)} % of its lines and {CoverageText.Percent(policy.Coverage.BranchPercent)} % of its branches: less than `--threshold`");
        return ExitCode(tested, parsed.GetValue(_failOnEmpty), below.Length > 0);
    }

    private static IEnumerable<TestedPolicy> Below(ImmutableArray<TestedPolicy> tested, double? threshold) =>
        tested.Where(t => t.Coverage is { } coverage && Math.Min(coverage.LinePercent, coverage.BranchPercent) < threshold);

    private static int ExitCode(ImmutableArray<TestedPolicy> tested, bool failOnEmpty, bool below)
    {
        if (tested.Any(static t => t.IsBroken)) return ExitCodes.NotCompiled;
        if (tested.Any(static t => t.Failed > 0)) return ExitCodes.TestsFailed;
        var empty = tested.All(static t => t.Cases.IsEmpty) || tested.Any(static t => t.File.TestsPath is null);
        return below || (failOnEmpty && empty) ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
