using System.CommandLine;
using System.Text;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Auditing;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Sandbox.Declarations;

namespace Argos.Rules.Cli.Reference;

/// <summary>
/// `argos docs`: the language reference, one part of it, the page of an error or warning, the settings of policies, or the form of audit records.
/// </summary>
internal static class DocsCommand
{
    private const string What =
        "Prints the reference of the policy language as Markdown: every member a policy can reach, with signature and summary; the budgets of an "
        + "evaluation; the engine's own reason codes. With policies: the table of their settings, or a JSON Schema for them.";

    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "A global, a type or a member (`Input`, `Names.CheckUris`), a code of `argos check` (`ARG1002`), `budgets`, or `codes`; "
                + "or policies (.csx) and folders with policies: prints their settings instead.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var lints = new Option<bool>("--lints") { Description = "Print the pages of all codes of errors and warnings." };
        var schema = new Option<bool>("--settings-schema")
        {
            Description = "Print a JSON Schema (draft 2020-12) of the settings document of a provider to which these policies apply, for editors.",
        };
        var audit = new Option<bool>("--audit") { Description = "Print the JSON Schema of the records of the audit log instead, field by field." };
        var tests =
            new Option<bool>("--tests-schema") { Description = "Print the JSON Schema (draft 2020-12) of tests files, for editors." };
        var command = new ExampleCommand(
            "docs",
            What,
            "argos docs > language.md",
            "argos docs Input",
            "argos docs Names.CheckUris",
            "argos docs ARG1002",
            "argos docs policies/kubernetes",
            "argos docs policies/kubernetes --settings-schema > settings.schema.json",
            "argos docs --tests-schema > tests.schema.json",
            "argos docs --audit > audit.schema.json")
        {
            names, lints, schema, tests, audit,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(names) ?? [];
            var (asSchema, asLints, asAudit) = (parsed.GetValue(schema), parsed.GetValue(lints), parsed.GetValue(audit));
            if (parsed.GetValue(tests))
            {
                if (asSchema || asLints || asAudit || given.Length > 0) throw new UsageException("`--tests-schema` goes with nothing else");
                terminal.Document(TestsJsonSchema.Write());
                return ExitCodes.Ok;
            }
            if (given.Length == 0 && asSchema) throw new UsageException("`--settings-schema` needs a policy whose settings they are");
            if ((asAudit || asLints) && (asSchema || given.Length > 0 || asAudit == asLints)) throw new UsageException("`--audit` and `--lints` go with nothing else");
            if (asAudit) terminal.Out.Write(AuditSchema.Text);
            else if (asLints) terminal.Out.Write(LintPages.All);
            else if (given.Length == 0) terminal.Out.Write(LanguageReference.Write());
            else if (!asSchema && given.Length == 1 && !IsPolicy(given[0], terminal)) terminal.Out.Write(Find(given[0]));
            else Settings(given, asSchema, terminal);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static bool IsPolicy(string given, Terminal terminal) =>
        given.EndsWith(".csx", StringComparison.Ordinal) || given.Contains('/', StringComparison.Ordinal) || Path.Exists(terminal.Absolute(given));

    private static void Settings(string[] given, bool asSchema, Terminal terminal)
    {
        var policies = DeclaredPolicies.Of(PolicyFinder.Find(given, terminal));
        if (asSchema) terminal.Document(SettingsJsonSchema.Write(policies));
        else terminal.Out.Write(SettingsTable.Write(policies));
    }

    private static string Find(string name)
    {
        var text = new StringBuilder();
        if (name == EngineReference.Budgets) EngineReference.WriteBudgets(text);
        if (name == EngineReference.Codes || IsEngineCode(name)) EngineReference.WriteCodes(text, Documentation.Load());
        if (text.Length > 0) return text.ToString().TrimStart('\n');
        return LintPages.Find(name) ?? LanguageReference.Find(name)
            ?? throw new UsageException($"there is no {NearestName.Described(name, LanguageReference.Names().Concat(LintPages.Codes))} `argos docs` prints all that there is");
    }

    private static bool IsEngineCode(string name) => typeof(DecisionCodes).GetFields().Any(f => f.GetRawConstantValue() is string code && code == name);
}
