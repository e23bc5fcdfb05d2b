using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Help;

/// <summary>The help of a command, with its examples and the exit codes behind it.</summary>
internal sealed class ExampleHelp(HelpAction plain) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exit = plain.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ExampleCommand { Examples: var examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine("  " + example);
            output.WriteLine();
        }
        output.Write(ExitCodes.Help);
        output.WriteLine();
        return exit;
    }
}
