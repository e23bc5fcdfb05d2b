using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Reference;

/// <summary>`argos docs`: the language reference.</summary>
internal static class DocsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "docs",
            "Prints the reference of the policy language as Markdown: every member a policy can reach, with signature and summary.",
            "argos docs > language.md");
        command.SetAction(_ => terminal.Out.Write(LanguageReference.Write()));
        return command;
    }
}
