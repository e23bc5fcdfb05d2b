using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Cli.Evaluation;

/// <summary>`argos eval`: what would be decided.</summary>
internal sealed class EvalCommand
{
    private readonly Argument<string> _input = new("CONFIRMATION") { Description = "The confirmation as ZTS sends it, JSON or YAML." };
    private readonly Option<string[]> _policies = new("--policy", "-p") { Description = "Policies (.csx) and folders with policies; several times. With --engine each is laid over the live policy that is called like it; `ID=FILE` says which." };
    private readonly Option<bool> _new = new("--new") { Description = "With --engine: policies that no live one is called like are added to the live ones." };
    private readonly Option<string[]> _data = new("--data", "-d") { Description = "`path=file`: a document (JSON, or YAML by its name) at a path of the data tree; several times." };
    private readonly Option<string?> _facts = new("--facts") { Description = "A document (JSON, or YAML by its name) of facts by kind, as under `facts` in tests.yaml: what the network would have said. What is not given stays pending; nothing is fetched." };
    private readonly Option<bool> _liveFacts = new("--live-facts") { Description = "With --engine: facts that are not given are asked for, as the engine asks for a decision." };
    private readonly Option<string> _operation = new("--operation") { Description = "register or refresh.", DefaultValueFactory = static _ => "register" };
    private readonly Option<string?> _now = new("--now") { Description = "The time of the decision, for example 2026-03-01T12:00:00Z; now when left out." };
    private readonly Option<string?> _engine = new("--engine") { Description = "The management address of a running engine, for example http://127.0.0.1:8181: policies and data are laid over its own." };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "The file with the engine's management token." };
    private readonly Option<bool> _only = new("--only") { Description = "With --engine: without the engine's own policies and data." };
    private readonly Option<string> _explain = new("--explain") { Description = "How much to tell of what the policies did: off; fails (what led to a refusal or a wait); full (every condition and call that was reached, with its value).", DefaultValueFactory = static _ => ExplainModes.Off };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text or json (the dry run's answer).", DefaultValueFactory = static _ => "text" };

    public static Command Create(Terminal terminal) => new EvalCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _operation.AcceptOnlyFromAmong("register", "refresh");
        _explain.AcceptOnlyFromAmong(ExplainModes.Off, ExplainModes.Fails, ExplainModes.Full);
        _output.AcceptOnlyFromAmong("text", "json");
        var command = new ExampleCommand(
            "eval",
            "Decides a confirmation with policies and data, here or in a running engine (a dry run: nothing is stored). Exit code 0 only for allowed. It never prints attestation data.",
            "argos eval confirmation.json -p policies/kubernetes -d providers/k8s.cluster1.identityd=settings.json -d kubernetes/keys=jwks.json",
            "argos eval confirmation.json -p mine.csx -d teams=teams.yaml --explain full",
            "argos eval confirmation.json --operation refresh --engine http://127.0.0.1:8181 -p argos/policy-kubernetes/kubernetes.csx=edited.csx --explain fails")
        {
            _input, _policies, _data, _facts, _liveFacts, _operation, _now, _engine, _tokenFile, _only, _new, _explain, _output,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var engine = EngineOf(parsed);
        var files = CandidateFile.Find(parsed.GetValue(_policies) ?? [], terminal);
        if (engine is null && files.Count == 0) throw new UsageException("there is no policy to decide with: give `--policy`, or `--engine`");
        if (engine is null && parsed.GetValue(_liveFacts)) throw new UsageException("`--live-facts` needs `--engine`: only an engine asks");
        using var client = engine is null ? null : new EngineClient(engine, Token(parsed, terminal));
        if (client is not null && files.Count > 0 && !parsed.GetValue(_only)) files = await OverLiveAsync(files, client, parsed.GetValue(_new), terminal, cancellation);
        var request = Request(parsed, files, engine is null, terminal);
        var result = client is null ? await LocalEvaluation.RunAsync(request, terminal, cancellation) : await RemoteEvaluation.RunAsync(request, client, cancellation);
        if (result.Answer is not { } answer) return await RefusedAsync(result.Error!, files, terminal);
        if (parsed.GetValue(_output) == "json") terminal.Document(JsonSerializer.Serialize(answer, CliJson.Readable.DryRunResponse));
        else AnswerText.Write(answer, withLive: engine is not null, terminal);
        foreach (var invalid in answer.InvalidSettings) await terminal.Error.WriteLineAsync(DiagnosticReport.Text(Placed(invalid, parsed.GetValue(_data) ?? [], terminal), terminal));
        foreach (var warning in answer.Diagnostics) await terminal.Error.WriteLineAsync(DiagnosticReport.Text(Placed(warning, files), terminal));
        return answer.Decision.Outcome == DecisionOutcome.Allowed ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<IReadOnlyList<CandidateFile>> OverLiveAsync(IReadOnlyList<CandidateFile> files, EngineClient client, bool addNew, Terminal terminal, CancellationToken cancellation)
    {
        var live = await RemoteEvaluation.PoliciesAsync(client, cancellation);
        CandidateFile[] placed = [.. files.Select(f => f.Over(live, addNew))];
        if (placed.GroupBy(static c => c.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice) throw new UsageException($"two policies would be laid over `{twice.Key}`: give one of them");
        foreach (var file in placed)
        {
            var over = live.Contains(file.Id, StringComparer.Ordinal);
            await terminal.Error.WriteLineAsync(over ? $"`{file.File.Shown}` is laid over `{file.Id}`" : $"`{file.File.Shown}` is added as `{file.Id}`");
        }
        return placed;
    }

    private DryRunRequest Request(ParseResult parsed, IReadOnlyList<CandidateFile> files, bool local, Terminal terminal) => new()
    {
        Input = DataArguments.ReadFile(parsed.GetRequiredValue(_input), terminal),
        Operation = parsed.GetValue(_operation)!,
        Now = Time(parsed.GetValue(_now)),
        Policies = files.ToImmutableSortedDictionary(static f => f.Id, static string? (f) => SourceReader.Read(f.File.Path, f.File.Shown) is { Text: { } text } ? text : throw new UsageException($"`{f.File.Shown}` is not UTF-8, or too large"), StringComparer.Ordinal),
        Only = local || parsed.GetValue(_only),
        Data = DataArguments.Read(parsed.GetValue(_data) ?? [], terminal),
        Facts = parsed.GetValue(_facts) is { } facts ? DataArguments.ReadObject(facts, terminal) : null,
        LiveFacts = parsed.GetValue(_liveFacts),
        Explain = parsed.GetValue(_explain)!,
    };

    private Uri? EngineOf(ParseResult parsed)
    {
        if (parsed.GetValue(_engine) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new UsageException($"`{text}` is not an address of an engine: give one such as `http://127.0.0.1:8181`");
    }

    private string? Token(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(_tokenFile) is not { } file) return null;
        var path = terminal.Absolute(file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : throw new UsageException($"`{file}` is not there");
    }

    private static DateTimeOffset? Time(string? text)
    {
        if (text is null) return null;
        return ExactTime.TryParse(text, out var time)
            ? time
            : throw new UsageException($"`{text}` is not a time: give one such as `2026-03-01T12:00:00Z`");
    }

    private static async Task<int> RefusedAsync(ErrorBody error, IReadOnlyList<CandidateFile> files, Terminal terminal)
    {
        await terminal.Error.WriteLineAsync("argos: " + error.Message);
        foreach (var diagnostic in error.Errors ?? []) await terminal.Out.WriteLineAsync(DiagnosticReport.Text(Placed(diagnostic, files), terminal));
        return error.Errors is { Length: > 0 } ? ExitCodes.NotCompiled : ExitCodes.Failed;
    }

    // In the file where it was given as data, else by its path.
    private static Diagnostic Placed(InvalidSetting invalid, IEnumerable<string> data, Terminal terminal)
    {
        var given = data.FirstOrDefault(one => one.StartsWith(invalid.Path + "=", StringComparison.Ordinal))?[(invalid.Path.Length + 1)..];
        var document = given is null ? null : SettingsFileReader.Read(terminal.Absolute(given), given).Documents.FirstOrDefault();
        return new Diagnostic(invalid.Code, invalid.Message, document?.Places.Of(invalid.Setting) ?? new Location(invalid.Path, 1, 1), "warning");
    }

    private static Diagnostic Placed(Diagnostic diagnostic, IReadOnlyList<CandidateFile> files) =>
        files.FirstOrDefault(f => f.Id == diagnostic.Location?.File) is { } file ? file.Place(diagnostic) : diagnostic;
}
