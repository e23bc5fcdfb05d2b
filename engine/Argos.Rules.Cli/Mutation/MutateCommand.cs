using System.Collections.Immutable;
using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Mutation;

/// <summary>`argos mutate`: which checks of a policy does no test guard.</summary>
internal static class MutateCommand
{
    /// <summary>The code of the finding that the tests fail without any mutant.</summary>
    public const string FailingCode = "tests-fail";

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Policies (.csx) and folders with policies.", Arity = ArgumentArity.OneOrMore };
        var threshold = new Option<double>("--threshold") { Description = "Fail (exit code 1) when fewer of a hundred mutants are noticed.", DefaultValueFactory = static _ => 100 };
        var parallel = new Option<int>("--parallel") { Description = "How many mutants are tried at the same time, 1 to 16.", DefaultValueFactory = static _ => 2 };
        var output = new Option<string>("--output", "-o") { Description = "How to report: text, json, sarif or github (annotations).", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong("text", "json", "sarif", "github");
        threshold.Validators.Add(r => { if (r.GetValueOrDefault<double>() is not (>= 0 and <= 100)) r.AddError("`--threshold` must be between 0 and 100"); });
        parallel.Validators.Add(r => { if (r.GetValueOrDefault<int>() is not (>= 1 and <= 16)) r.AddError("`--parallel` must be between 1 and 16"); });
        var command = new ExampleCommand(
            "mutate",
            "Drops and changes each check of a policy, one at a time, and lists the changes that no test notices. What no test can notice is listed with a reason in `mutants.yaml` beside the policy.",
            "argos mutate policies/kubernetes",
            "argos mutate policies/ --threshold 90 --output github")
        {
            paths, threshold, parallel, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = new MutationRun(parsed.GetValue(parallel), terminal);
            var results = ImmutableArray.CreateBuilder<MutatedPolicy>();
            foreach (var file in PolicyFinder.Find(parsed.GetRequiredValue(paths), terminal)) results.Add(await run.RunAsync(file, cancellation));
            ImmutableArray<Diagnostic> found = [.. results.SelectMany(static r => r.Diagnostics.Concat(r.Survivors))];
            DiagnosticReport.Write(found, parsed.GetValue(output)!, "argos mutate", terminal);
            foreach (var result in results) await terminal.Error.WriteLineAsync(result.Summary);
            return ExitCode(results, parsed.GetValue(threshold));
        });
        return command;
    }

    private static int ExitCode(IReadOnlyCollection<MutatedPolicy> results, double threshold)
    {
        var errors = results.SelectMany(static r => r.Diagnostics).Where(static d => d.Severity == "error").ToArray();
        if (errors.Any(static d => d.Code == FailingCode)) return ExitCodes.TestsFailed;
        if (errors.Length > 0) return ExitCodes.NotCompiled;
        return results.Any(r => r.Score < threshold) ? ExitCodes.Failed : ExitCodes.Ok;
    }
}
