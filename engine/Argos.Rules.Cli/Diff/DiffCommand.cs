using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Cli.Diff;

/// <summary>`argos diff`: what a change of a policy does to decisions.</summary>
internal sealed class DiffCommand
{
    private readonly Argument<string> _old = new("OLD") { Description = "The policy before the change (.csx or its folder)." };
    private readonly Argument<string> _new = new("NEW") { Description = "The policy after the change." };
    private readonly Option<string[]> _tests = new("--tests")
    {
        Description = "Tests files whose worlds the questions are made from; those beside the two policies when left out.",
    };

    private readonly Option<int> _evaluations = new("--evaluations", "-n")
    {
        Description = "How often the two versions are evaluated together, 1000 to 100000000.",
        DefaultValueFactory = static _ => 200_000,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Another seed tries other questions; the same one finds the same.",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "text or json.",
        DefaultValueFactory = static _ => "text",
    };

    public static Command Create(Terminal terminal) => new DiffCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        _output.AcceptOnlyFromAmong("text", "json");
        _evaluations.Validators.Add(static r =>
        {
            if (r.GetValueOrDefault<int>() is not (>= 1000 and <= 100_000_000)) r.AddError(
                "`--evaluations` must be between 1000 and 100000000");
        });
        var command = new ExampleCommand(
            "diff",
            "Says what a change of a policy does to decisions: both versions answer questions made from the worlds of the tests, by changes along the "
                + "policies' own conditions. Each kind of difference is shown by the smallest question that has it. Exit code 1 when the new version "
                + "grants more. It searches, and proves nothing: what it does not find may be there.",
            "argos diff policies/payments /tmp/payments.csx",
            "argos diff old/policy.csx new/policy.csx --evaluations 1000000 --seed 7 --output json")
        {
            _old, _new, _tests, _evaluations, _seed, _output,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (old, @new) = (One(parsed.GetRequiredValue(_old), terminal), One(parsed.GetRequiredValue(_new), terminal));
        await using var compiler = new LocalCompiler(terminal);
        var (oldPolicy, newPolicy) = (await CompileAsync(old, compiler, terminal, cancellation),
            await CompileAsync(@new, compiler, terminal, cancellation));
        if (oldPolicy is null || newPolicy is null || Worlds(parsed, old, @new, terminal) is not { } worlds) return ExitCodes.NotCompiled;
        var oldTraced = await compiler.TraceAsync(PolicySet.Empty.With(oldPolicy), cancellation);
        var newTraced = await compiler.TraceAsync(PolicySet.Empty.With(newPolicy), cancellation);
        var search = new DiffSearch(oldPolicy, newPolicy, oldTraced, newTraced, worlds, terminal);
        var evaluations = parsed.GetValue(_evaluations);
        var found = search.Run(evaluations, parsed.GetValue(_seed), cancellation);
        if (parsed.GetValue(_output) == "json") terminal.Document(Json(found, worlds).ToJsonString(CliJson.Readable.Options));
        else foreach (var difference in found) Write(difference, worlds, terminal);
        var wider = found.Count(static d => d.IsWidening);
        await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{evaluations} evaluations: {Words.Count(found.Length, "difference", "differences")}, {wider} of them grant more"));
        return wider > 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static PolicyFile One(string path, Terminal terminal) =>
        PolicyFinder.Find([path], terminal) is [var file] ? file
            : throw new UsageException($"`{path}` is not one policy: name a `.csx` file, or a folder with one");

    private static async Task<ActivePolicy?> CompileAsync(PolicyFile file, LocalCompiler compiler, Terminal terminal,
        CancellationToken cancellation)
    {
        var result = await compiler.CompileAsync(file, cancellation);
        foreach (var problem in result.Diagnostics.Where(static d => d.Severity == "error"))
        {
            await terminal.Out.WriteLineAsync(DiagnosticReport.Text(problem, terminal));
        }
        return result.Policy;
    }

    private IReadOnlyList<DiffInput>? Worlds(ParseResult parsed, PolicyFile old, PolicyFile @new, Terminal terminal)
    {
        var given = parsed.GetValue(_tests) ?? [];
        var files = given.Length > 0 ? given.Select(terminal.Absolute).ToArray()
            : [.. ((string?[])[@new.TestsPath, old.TestsPath]).OfType<string>()];
        if (files.Length == 0) throw new UsageException(
            "there are no tests beside either policy to make questions from: write some, or name them with `--tests`");
        var worlds = new List<DiffInput>();
        foreach (var file in files.Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(file)) throw new UsageException($"`{terminal.Shown(file)}` is not there");
            var (text, problem) = SourceReader.Read(file, terminal.Shown(file));
            var (tests, diagnostics) = text is null ? (null, [problem!]) : PreparedTests.Of(text, terminal.Shown(file));
            foreach (var diagnostic in diagnostics) terminal.Out.WriteLine(DiagnosticReport.Text(diagnostic, terminal));
            if (tests is null) return null;
            using (tests) worlds.AddRange(DiffInput.Of(tests));
        }
        // The same case stands beside both versions.
        return [.. worlds.DistinctBy(static w => w.Case)];
    }

    private static void Write(Difference difference, IReadOnlyList<DiffInput> worlds, Terminal terminal)
    {
        var origin = worlds.First(w => w.Case == difference.Input.Case);
        var name = DiffText.Name(difference.Kind);
        terminal.Out.WriteLine($"{(difference.IsWidening ? terminal.Bad(name) : terminal.Odd(name))}: {difference.Key}");
        terminal.Out.WriteLine("  " + DiffText.Described(difference.Input, origin));
        terminal.Out.WriteLine("  " + DiffText.Confirmation(difference.Input).ToJsonString());
        if (!ReferenceEquals(difference.Input.Data, origin.Data)) terminal.Out.WriteLine("  settings: "
            + DiffText.Settings(difference.Input));
    }

    private static JsonObject Json(ImmutableArray<Difference> found, IReadOnlyList<DiffInput> worlds) => new()
    {
        ["differences"] = new JsonArray([.. found.Select(d => (JsonNode)new JsonObject
        {
            ["kind"] = DiffText.Name(d.Kind),
            ["widening"] = d.IsWidening,
            ["old"] = Difference.Line(d.Old),
            ["new"] = Difference.Line(d.New),
            ["case"] = d.Input.Case,
            ["described"] = DiffText.Described(d.Input, worlds.First(w => w.Case == d.Input.Case)),
            ["confirmation"] = DiffText.Confirmation(d.Input),
        })]),
    };
}
