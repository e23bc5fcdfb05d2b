using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Help;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;

namespace Argos.Rules.Cli.Packing;

/// <summary>`argos pack`: policies, their tests and data as ConfigMaps.</summary>
internal sealed class PackCommand
{
    /// <summary>Above this share of a ConfigMap's limit the writer is warned: the tests of a policy grow.</summary>
    private const int WarnPercent = 80;

    private readonly Argument<string[]> _paths = new(
        "PATH")
    { Description = "Policies (.csx) and folders with policies.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _data = new(
        "--data", "-d")
    { Description = "Data as path=file, JSON or YAML; the settings of a provider are `providers/NAME=settings.yaml`." };
    private readonly Option<string> _namespace = new(
        "--namespace", "-n")
    { Description = "The namespace of the ConfigMaps.", DefaultValueFactory = static _ => "argos" };

    public static Command Create(Terminal terminal) => new PackCommand().Build(terminal);

    private ExampleCommand Build(Terminal terminal)
    {
        var command = new ExampleCommand(
            "pack",
            "Writes policies with their tests, and data, as ConfigMaps for `kubectl apply`: one for each folder of policies, one for each document. Runs the tests first, and writes nothing that the engine would refuse.",
            "argos pack policies/payments | kubectl apply -f -",
            "argos pack policies/payments -d providers/k8s.cluster1.identityd=settings.yaml > payments.yaml")
        {
            _paths, _data, _namespace,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, terminal, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (files, place) = (PolicyFinder.Find(parsed.GetRequiredValue(_paths), terminal), parsed.GetRequiredValue(_namespace));
        ImmutableArray<ConfigMapDocument> maps = [
            .. PackPlan.OfPolicies(files, place), .. PackPlan.OfData(parsed.GetValue(_data) ?? [], place, terminal)];
        if (maps.GroupBy(static map => map.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"two ConfigMaps would have the name `{twice.Key}`: pack them into different namespaces, or rename a folder");
        if (await RefuseAsync(files, terminal, cancellation) is { } refused) return refused;
        if (await MeasureAsync(maps, terminal)) return ExitCodes.Failed;
        await terminal.Out.WriteAsync(string.Join("---\n", maps.Select(static map => map.ToYaml())));
        return ExitCodes.Ok;
    }

    /// <summary>The exit code when the engine would refuse one of the policies.</summary>
    private static async Task<int?> RefuseAsync(IReadOnlyList<PolicyFile> files, Terminal terminal, CancellationToken cancellation)
    {
        await using var compiler = new LocalCompiler(terminal);
        var tested = await new TestRun(compiler, new TestFilter(null), coverage: false, terminal).RunAsync(files, cancellation);
        foreach (var diagnostic in tested.SelectMany(static one => one.Diagnostics)) await terminal.Error.WriteLineAsync(
            DiagnosticReport.Text(diagnostic, terminal));
        foreach (var (policy, failed) in tested.SelectMany(
            static one => one.Cases.Where(static c => !c.Passed).Select(c => (one.File.Shown, c))))
            await terminal.Error.WriteLineAsync($"{policy}: case `{failed.Name}` fails: {string.Join("; ", failed.Differences)}");
        if (tested.Any(static one => one.IsBroken)) return ExitCodes.NotCompiled;
        return tested.Any(static one => one.Failed > 0) ? ExitCodes.TestsFailed : null;
    }

    /// <summary>Whether a ConfigMap is larger than Kubernetes takes.</summary>
    private static async Task<bool> MeasureAsync(ImmutableArray<ConfigMapDocument> maps, Terminal terminal)
    {
        var isTooLarge = false;
        foreach (var map in maps.Where(static map => map.Bytes * 100 > (long)ConfigMapDocument.MaximumBytes * WarnPercent))
        {
            var size = string.Create(CultureInfo.InvariantCulture,
                $"ConfigMap `{map.Name}` holds {map.Bytes} of at most {ConfigMapDocument.MaximumBytes} bytes");
            await terminal.Error.WriteLineAsync(
                $"argos: {size}{(map.Bytes > ConfigMapDocument.MaximumBytes ? "" : ", which is near the limit")}: move policies into folders of their own, or shorten the tests");
            isTooLarge |= map.Bytes > ConfigMapDocument.MaximumBytes;
        }
        return isTooLarge;
    }
}
