using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Engines;

/// <summary>`argos shadow`: what policies in shadow mode would have changed.</summary>
internal static class ShadowCommand
{
    public static Command Create(Terminal terminal)
    {
        var engine = new EngineOption();
        var output = new Option<string>("--output", "-o") { Description = "text or json.", DefaultValueFactory = static _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "shadow",
            "Says how often the policies in `mode: shadow` of a running engine would have said something else than was decided, and on what. Exit code 1 when one would have allowed what was not.",
            "argos shadow --engine http://127.0.0.1:8181 --token-file management-token")
        {
            output,
        };
        engine.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var connection = EngineConnection.Of(parsed, engine, terminal);
            var report = await connection.GetAsync("/v1/shadow", ContractsJson.Default.ShadowReport, cancellation);
            if (parsed.GetValue(output) == "json") terminal.Document(JsonSerializer.Serialize(report, CliJson.Readable.ShadowReport));
            else Write(report, terminal);
            return report.Policies.Any(static p => p.Differences.Keys.Any(static kind => kind is "denied-allow" or "undecided-allow")) ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(ShadowReport report, Terminal terminal)
    {
        if (report.Policies.IsEmpty) terminal.Out.WriteLine("no policy in shadow mode was evaluated since the engine started");
        foreach (var policy in report.Policies)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{policy.Id}@{RecordText.Short(policy.Hash)}: {policy.Evaluated} evaluated, {policy.Agreed} agreed"));
            foreach (var (kind, count) in policy.Differences) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(kind.EndsWith("-allow", StringComparison.Ordinal) ? terminal.Bad(kind) : kind)}: {count}"));
            foreach (var one in policy.Latest) terminal.Out.WriteLine($"  {RecordText.Time(one.At)} {one.Kind} {one.Identity} {one.InstanceId} {terminal.Faint(one.Decision)} {one.Code} {one.Detail}".TrimEnd());
        }
    }
}
