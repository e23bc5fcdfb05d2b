using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.Reference;

/// <summary>`argos docs`: the language reference, and the form of audit records.</summary>
internal static class DocsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampleCommand(
            "docs",
            "Prints the reference of the policy language as Markdown: every member a policy can reach, with signature and summary.",
            "argos docs > language.md",
            "argos docs --audit > audit.schema.json");
        var audit = new Option<bool>("--audit") { Description = "Print the JSON Schema of the records of the audit log instead, field by field." };
        command.Add(audit);
        command.SetAction(parsed => terminal.Out.Write(parsed.GetValue(audit) ? AuditSchema.Text : LanguageReference.Write()));
        return command;
    }
}
