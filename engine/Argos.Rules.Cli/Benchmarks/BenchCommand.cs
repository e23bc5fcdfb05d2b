using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Benchmarks;

/// <summary>`argos bench`: what an evaluation costs.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Policies (.csx) with tests, and folders with them.", Arity = ArgumentArity.OneOrMore };
        var rounds = new Option<int>("--rounds") { Description = "How often every case is evaluated, 1 to 100000.", DefaultValueFactory = static _ => 200 };
        var output = new Option<string>("--output", "-o") { Description = "text or json.", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        rounds.Validators.Add(r => { if (r.GetValueOrDefault<int>() is not (>= 1 and <= 100_000)) r.AddError("`--rounds` must be between 1 and 100000"); });
        var command = new ExampleCommand(
            "bench",
            "Evaluates the cases of a policy's tests over and over: time of one evaluation (p50, p99; verified tokens come from the cache, as for a refresh), and the most steps and bytes it takes of its budget.",
            "argos bench policies/kubernetes",
            "argos bench policies/ --rounds 1000 --output json")
        {
            paths, rounds, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var compiler = new LocalCompiler(terminal);
            var (exit, results) = (ExitCodes.Ok, new List<BenchmarkLine>());
            foreach (var file in PolicyFinder.Find(parsed.GetRequiredValue(paths), terminal))
            {
                terminal.Progress($"measuring {file.Shown}");
                var (result, problems) = await MeasureAsync(file, parsed.GetValue(rounds), compiler, cancellation);
                terminal.EndProgress();
                foreach (var problem in problems) await terminal.Error.WriteLineAsync(DiagnosticReport.Text(problem, terminal));
                if (result is null) exit = ExitCodes.NotCompiled;
                else results.Add(new BenchmarkLine(file.Shown, result.Evaluations, Math.Round(result.P50, 2), Math.Round(result.P99, 2), result.Steps, result.Bytes));
            }
            if (parsed.GetValue(output) == "json") terminal.Document(JsonSerializer.Serialize([.. results], CliJson.Readable.BenchmarkLineArray));
            else foreach (var r in results) await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{r.Policy}: p50 {r.P50Microseconds:F1} us, p99 {r.P99Microseconds:F1} us, at most {r.MaximumSteps} steps and {r.MaximumBytes} bytes ({r.Evaluations} evaluations)"));
            return exit;
        });
        return command;
    }

    private static async Task<(BenchmarkResult? Result, IEnumerable<Diagnostic> Problems)> MeasureAsync(PolicyFile file, int rounds, LocalCompiler compiler, CancellationToken cancellation)
    {
        var compiled = await compiler.CompileAsync(file, cancellation);
        if (compiled.Policy is null) return (null, compiled.Diagnostics);
        if (file.TestsPath is null) return (null, [new Diagnostic("policy-tests", "there are no tests beside the policy to measure it with", new Location(file.Shown, 1, 1))]);
        var (text, problem) = SourceReader.Read(file.TestsPath, file.TestsShown!);
        if (text is null) return (null, [problem!]);
        var (tests, diagnostics) = PreparedTests.Of(text, file.TestsShown!);
        if (tests is null) return (null, diagnostics);
        using (tests) return (BenchmarkResult.Of(compiled.Policy, tests, rounds, cancellation), compiled.Diagnostics);
    }
}
