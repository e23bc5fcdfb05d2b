using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Argos.Rules.Cli.Auditing;
using Argos.Rules.Cli.Benchmarks;
using Argos.Rules.Cli.Certificates;
using Argos.Rules.Cli.Check;
using Argos.Rules.Cli.Completion;
using Argos.Rules.Cli.Diff;
using Argos.Rules.Cli.Engines;
using Argos.Rules.Cli.Evaluation;
using Argos.Rules.Cli.Formatting;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.LanguageServer;
using Argos.Rules.Cli.Mutation;
using Argos.Rules.Cli.Packing;
using Argos.Rules.Cli.Playground;
using Argos.Rules.Cli.Reference;
using Argos.Rules.Cli.Replay;
using Argos.Rules.Cli.Skeletons;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;

namespace Argos.Rules.Cli;

/// <summary>The program: its commands, and how a command line becomes an exit code.</summary>
internal static class ArgosCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync("argos: " + error.Message.ReplaceLineEndings(" "));
            await terminal.Error.WriteLineAsync($"see `{Path(parsed.CommandResult.Command)} --help`");
            return ExitCodes.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Help(), Error = terminal.Error, EnableDefaultExceptionHandler = false }, terminal.Cancellation);
        }
        catch (UsageException problem)
        {
            await terminal.Error.WriteLineAsync("argos: " + problem.Message);
            return ExitCodes.Usage;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync("argos: " + problem.Message.ReplaceLineEndings(" "));
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Failed;
        }
    }

    public static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Writes, tries and tests policies of Argos.Rules. Everything is decided by the engine's own compiler and evaluator.")
        {
            CheckCommand.Create(terminal),
            TestCommand.Create(terminal),
            EvalCommand.Create(terminal),
            MutateCommand.Create(terminal),
            PlaygroundCommand.Create(terminal),
            DiffCommand.Create(terminal),
            BenchCommand.Create(terminal),
            AuditCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            ImpactCommand.Create(terminal),
            ShadowCommand.Create(terminal),
            TopCommand.Create(terminal),
            CertCommand.Create(terminal),
            FormatCommand.Create(terminal),
            LspCommand.Create(terminal),
            NewCommand.Create(terminal),
            PackCommand.Create(terminal),
            DocsCommand.Create(terminal),
            CompletionCommand.Create(terminal),
            VersionCommand.Create(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }

    private static string Path(Command command) => command is RootCommand ? "argos" : $"argos {command.Name}";
}
