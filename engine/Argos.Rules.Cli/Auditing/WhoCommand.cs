using System.CommandLine;
using System.Globalization;
using Argos.Rules.Cli.AuditLogs;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Replay;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Cli.Auditing;

/// <summary>`argos audit who`: which instances had an identity at a time, and why they got it.</summary>
internal sealed class WhoCommand
{
    /// <summary>How long a certificate lives when the grant does not say: what ZTS gives at most without a limit.</summary>
    private const int DefaultLifeDays = 30;

    private readonly Argument<string> _identity = new("IDENTITY") { Description = "The identity, `domain.service`; `*` stands for any text." };
    private readonly AuditInput _input = new();
    private readonly Option<string?> _at = new("--at") { Description = "The time, for example 2026-03-01T14:00Z; now when left out." };
    private readonly Option<string[]> _policies = new("--policy", "-p") { Description = "Candidates (.csx), folders with candidates, or `NAME=PATH`: says for each grant whether they would still give it (needs `Audit:Evidence=true`)." };
    private readonly Option<string[]> _texts = new("--texts") { Description = "With --policy: policies (.csx) and folders with texts that are not in the logs." };
    private readonly Option<int> _life = new("--life-days") { Description = "How many days a certificate lives whose grant has no `certExpiryTime`.", DefaultValueFactory = static _ => DefaultLifeDays };

    public static Command Create(Terminal terminal) => new WhoCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _life.Validators.Add(static r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("`--life-days` must be 1 or more"); });
        var command = new ExampleCommand(
            "who",
            "Says which instances had a certificate of an identity at a time: for each the last grant whose certificate was not yet at its end, with names, policies, settings and all else that it was made with, and since when and from where its policies were in force. Exit code 1 when nobody had.",
            "argos audit who media.sports.api --at 2026-03-01T14:00Z audit.jsonl",
            "argos audit who media.sports.api --at 2026-03-01T14:00Z audit.jsonl -p policies/kubernetes")
        {
            _identity, _input.Argument, _at, _policies, _texts, _life,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var at = AuditTime.Read("--at", parsed.GetValue(_at)) ?? terminal.Time.GetUtcNow();
        var grants = new HeldGrants(parsed.GetRequiredValue(_identity), at, TimeSpan.FromDays(parsed.GetValue(_life)));
        var records = new MatchingRecords(new AuditFilter.Query { Until = at.AddTicks(1), Types = [AuditTypes.Decision, AuditTypes.Change] }, grants);
        _input.Read(parsed, terminal, records, cancellation);
        ForeignLines.Report(records.Foreign, terminal);
        var held = grants.Held;
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{parsed.GetRequiredValue(_identity)} at {RecordText.Time(at)}: {Words(held.Count)}"));
        var candidates = CandidateFile.Find(parsed.GetValue(_policies) ?? [], terminal);
        using var today = candidates.Count == 0 ? null : await CandidateAnswers.MakeAsync([.. held.SelectMany(static grant => grant.Activations.Append(grant.Record))], candidates, PolicyFinder.Find(parsed.GetValue(_texts) ?? [], terminal), terminal, cancellation);
        if (candidates.Count > 0 && today is null) return ExitCodes.NotCompiled;
        foreach (var grant in held)
        {
            Write(grant, terminal);
            if (today is not null) await terminal.Out.WriteLineAsync($"  {"candidate",-15} {today.Of(grant.Record)}");
        }
        if (held.Count == 0 && grants.LastRefusal is { } refusal)
        {
            await terminal.Out.WriteLineAsync("the last answer before was:");
            new RecordText(terminal).Write(refusal);
        }
        return held.Count == 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static void Write(HeldGrant grant, Terminal terminal)
    {
        new RecordText(terminal).Write(grant.Record);
        foreach (var activation in grant.Activations) terminal.Out.WriteLine($"  {"in force by",-15} {new RecordText(terminal).Line(activation)}");
        terminal.Out.WriteLine($"  {"valid until",-15} {RecordText.Time(grant.End)}{(grant.IsAssumed ? " at the latest (the grant sets no end)" : "")}");
    }

    private static string Words(int instances) => instances switch
    {
        0 => "no instance had a certificate by these records",
        1 => "1 instance",
        _ => string.Create(CultureInfo.InvariantCulture, $"{instances} instances"),
    };
}
