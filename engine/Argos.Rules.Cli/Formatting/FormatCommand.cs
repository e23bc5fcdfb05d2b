using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Formatting;

/// <summary>`argos fmt`: formats policies in place.</summary>
internal static class FormatCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Policies (.csx) and folders with policies.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Change nothing; list what would change and fail (exit code 1)." };
        var command = new ExampleCommand(
            "fmt",
            "Formats policies: indentation, blanks between words and at line ends, blank lines, line ends, the order of the front matter. Line breaks and texts stay. A policy that does not parse stays as it is, and is reported.",
            "argos fmt policies/",
            "argos fmt --check policies/")
        {
            paths, check,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (changed, exit) = (0, ExitCodes.Ok);
            foreach (var file in PolicyFinder.Find(parsed.GetRequiredValue(paths), terminal))
            {
                var (source, problem) = SourceReader.Read(file.Path, file.Shown);
                if (source is null)
                {
                    await terminal.Error.WriteLineAsync(DiagnosticReport.Text(problem!, terminal));
                    exit = ExitCodes.NotCompiled;
                    continue;
                }
                var problems = PolicyFormatter.Problems(file.Shown, source);
                foreach (var wrong in problems) await terminal.Error.WriteLineAsync(DiagnosticReport.Text(wrong, terminal));
                if (!problems.IsEmpty)
                {
                    exit = ExitCodes.NotCompiled;
                    continue;
                }
                var formatted = PolicyFormatter.Format(source);
                if (formatted == source) continue;
                changed++;
                await terminal.Out.WriteLineAsync(file.Shown);
                if (!parsed.GetValue(check)) await File.WriteAllTextAsync(file.Path, formatted, cancellation);
            }
            return exit != ExitCodes.Ok || !parsed.GetValue(check) || changed == 0 ? exit : ExitCodes.Failed;
        });
        return command;
    }
}
