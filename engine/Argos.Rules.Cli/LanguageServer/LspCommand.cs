using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.LanguageServer.Analysis;
using Argos.Rules.Cli.LanguageServer.Rpc;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.LanguageServer;

/// <summary>`argos lsp`: the language server on standard input and output.</summary>
internal static class LspCommand
{
    public const string Name = "lsp";

    /// <summary>Makes the process one that the server asks; nobody else does.</summary>
    public const string Worker = "--worker";

    public static Command Create(Terminal terminal)
    {
        var worker = new Option<bool>(Worker) { Description = "For the server itself.", Hidden = true };
        var stdio = new Option<bool>("--stdio")
        {
            Description = "Speak over standard input and output, which it does in any case; editors say so.",
        };
        var command = new ExampleCommand(
            Name,
            "Runs a language server (LSP 3.17) for policies, their tests and settings, over standard input and output: diagnostics of "
                + "`argos "
            + "check` while typing, completion, hover, signatures, definitions, formatting, quick fixes, and cases that run at a click. "
            + "policies/README.md says how editors start it.",
            "argos lsp")
        {
            stdio, worker,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var input = terminal.Input();
            await using var output = Console.OpenStandardOutput();
            if (parsed.GetValue(worker)) return AnalysisWorker.Run(input, output);
            await using var services = new LanguageServices(terminal.Time);
            var transport = new PipeTransport(input, output);
            return await new LanguageServer(services, readsFiles: true).RunAsync(transport, cancellation) ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
