using System.CommandLine;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;

namespace Argos.Rules.Cli.Reference;

/// <summary>`argos docs`: the language reference, or the settings of policies.</summary>
internal static class DocsCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("POLICY") { Description = "Policies (.csx) and folders with policies: prints their settings instead of the language.", Arity = ArgumentArity.ZeroOrMore };
        var schema = new Option<bool>("--settings-schema") { Description = "Print a JSON Schema (draft 2020-12) of the settings document of a provider to which these policies apply, for editors." };
        var command = new ExampleCommand(
            "docs",
            "Prints the reference of the policy language as Markdown: every member a policy can reach, with signature and summary. With policies: the table of their settings, or a JSON Schema for them.",
            "argos docs > language.md",
            "argos docs policies/kubernetes",
            "argos docs policies/kubernetes --settings-schema > settings.schema.json")
        {
            paths, schema,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(paths) ?? [];
            var asSchema = parsed.GetValue(schema);
            if (given.Length == 0 && asSchema) throw new UsageException("`--settings-schema` needs a policy whose settings they are");
            if (given.Length == 0)
            {
                terminal.Out.Write(LanguageReference.Write());
                return ExitCodes.Ok;
            }
            var policies = DeclaredPolicies.Of(PolicyFinder.Find(given, terminal));
            if (asSchema) terminal.Document(SettingsJsonSchema.Write(policies));
            else terminal.Out.Write(SettingsTable.Write(policies));
            return ExitCodes.Ok;
        });
        return command;
    }
}
