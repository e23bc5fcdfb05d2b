using System.Collections.Immutable;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Core.Policies;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Mutation;

/// <summary>Changes a policy in every way that a mistake would, and looks whether its tests notice.</summary>
/// <param name="parallel">How many mutants are tried at the same time.</param>
/// <param name="terminal">Where progress is reported.</param>
internal sealed class MutationRun(int parallel, Terminal terminal)
{
    public async Task<MutatedPolicy> RunAsync(PolicyFile file, CancellationToken cancellation)
    {
        var (source, problem) = SourceReader.Read(file.Path, file.Shown);
        if (source is null) return Broken(file, problem!);
        if (file.TestsPath is null) return Broken(file, new Diagnostic(TestDiagnostics.Code, $"there are no tests beside the policy: write `{Path.GetFileName(PolicyFinder.TestsOf(file.Path))}`", new Location(file.Shown, 1, 1)));
        var (text, unreadable) = SourceReader.Read(file.TestsPath, file.TestsShown!);
        if (text is null) return Broken(file, unreadable!);
        var (tests, diagnostics) = PreparedTests.Of(text, file.TestsShown!);
        if (tests is null) return Broken(file, [.. diagnostics]);
        using (tests)
        using (var activator = new PolicyActivator(terminal.Compile ?? InProcess, static _ => null))
        {
            var plain = await activator.ActivateAsync(file.Id, source, owner: null, cancellation);
            if (plain.Policy is null) return Broken(file, [.. plain.Diagnostics.Select(file.Place)]);
            if (tests.FirstFailure(plain.Policy, cancellation) is { } failing) return Broken(file, new Diagnostic(MutateCommand.FailingCode, $"case `{failing.Name}` fails without any mutant: see `argos test`", new Location(file.TestsShown!, failing.Row, failing.Col)));
            return await TryAllAsync(file, TextOnly(source), tests, activator, cancellation);
        }
    }

    private async Task<MutatedPolicy> TryAllAsync(PolicyFile file, string source, PreparedTests tests, PolicyActivator activator, CancellationToken cancellation)
    {
        var accepted = AcceptedMutants.Beside(file);
        var mutants = MutantFinder.Find(source);
        var fates = new MutantFate[mutants.Length];
        var (done, survived) = (0, 0);
        await Parallel.ForAsync(0, mutants.Length, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation }, async (i, stop) =>
        {
            fates[i] = await FateAsync(file.Id, mutants[i], tests, activator, stop);
            if (fates[i] == MutantFate.Survived && accepted.Accepts(mutants[i])) fates[i] = MutantFate.Accepted;
            var lost = fates[i] == MutantFate.Survived ? Interlocked.Increment(ref survived) : Volatile.Read(ref survived);
            terminal.Progress($"{file.Shown}: {Interlocked.Increment(ref done)} of {mutants.Length} mutants, {lost} survived");
        });
        terminal.EndProgress();
        accepted.ReportUnused();
        return new MutatedPolicy(file, accepted.Problems, [.. mutants.Zip(fates)]);
    }

    private static async Task<MutantFate> FateAsync(string id, Mutant mutant, PreparedTests tests, PolicyActivator activator, CancellationToken cancellation)
    {
        var compiled = await activator.ActivateAsync(id, mutant.Source, owner: null, cancellation);
        if (compiled.Policy is null) return MutantFate.Invalid;
        return tests.FirstFailure(compiled.Policy, cancellation) is null ? MutantFate.Survived : MutantFate.Killed;
    }

    // The policy has passed the gates; changes of one operator make no bomb of it, and a process for each would take minutes.
    private static Task<CompileResult> InProcess(string id, string source, CancellationToken cancellation) => Task.Run(() => PolicyCompiler.Compile(id, source, cancellation), cancellation);

    private static string TextOnly(string source) => ByteOrderMark.Without(source);

    private static MutatedPolicy Broken(PolicyFile file, params ImmutableArray<Diagnostic> diagnostics) => new(file, diagnostics, []);
}
