using System.Collections.Immutable;
using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Check;

/// <summary>`argos check`: does it compile, and what else is wrong with it.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Policies (.csx) and folders with policies.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o") { Description = "How to report: text, json, sarif, github (annotations) or msbuild (problems as a build prints them).", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong("text", "json", "sarif", "github", "msbuild");
        var strict = new Option<bool>("--strict") { Description = "Fail (exit code 1) on warnings too." };
        var settings = new Option<string[]>("--settings", "-s") { Description = "A file with settings to compare with what the policies declare: a document (JSON or YAML), with `PROVIDER=` before it to check it for that provider, or the manifest of its ConfigMap; several times. Give all policies of the provider. `settings.yaml` and `settings.example.yaml` beside a policy are checked in any case." };
        var command = new ExampleCommand(
            "check",
            "Compiles policies through all gates of the engine, reads their tests files and compares settings with what the policies declare. Tells every error and warning with its place.",
            "argos check policies/",
            "argos check policies/kubernetes --settings k8s/settings.yaml",
            "argos check policies/kubernetes --settings k8s.cluster1.identityd=settings.json",
            "argos check --strict --output github policies/kubernetes/policy.csx",
            "argos check --output sarif policies/ > check.sarif")
        {
            paths, settings, output, strict,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var files = PolicyFinder.Find(parsed.GetRequiredValue(paths), terminal);
            var results = await CheckRun.RunAsync(files, terminal, cancellation);
            ImmutableArray<Diagnostic> found =
            [
                .. results.SelectMany(static r => r.Diagnostics), .. SettingsRun.Beside(files, terminal),
                .. SettingsRun.Given(parsed.GetValue(settings) ?? [], files, terminal),
            ];
            DiagnosticReport.Write(found, parsed.GetValue(output)!, "argos check", terminal);
            var (errors, warnings) = (found.Count(static d => d.Severity == "error"), found.Count(static d => d.Severity != "error"));
            await terminal.Error.WriteLineAsync($"{Words.Count(files.Count, "policy", "policies")}, {Words.Count(errors, "error")}, {Words.Count(warnings, "warning")}");
            return errors > 0 ? ExitCodes.NotCompiled : warnings > 0 && parsed.GetValue(strict) ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }
}
