using System.CommandLine;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Hosting.Diagnostics;

namespace Argos.Rules.Cli.Help;

/// <summary>`argos version`.</summary>
internal static class VersionCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand("version", "Prints the version: that of the engine whose language this is.", "argos version");
        command.SetAction(_ => terminal.Out.WriteLine("argos " + ProductInfo.Version));
        return command;
    }
}
