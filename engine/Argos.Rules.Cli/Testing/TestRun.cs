using System.Collections.Immutable;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>Compiles policies and runs the tests beside them.</summary>
/// <param name="compiler">Compiles.</param>
/// <param name="filter">Which cases run.</param>
/// <param name="coverage">Whether it is measured what the cases reach.</param>
/// <param name="terminal">Where progress is reported.</param>
internal sealed class TestRun(LocalCompiler compiler, TestFilter filter, bool coverage, Terminal terminal)
{
    public async Task<ImmutableArray<TestedPolicy>> RunAsync(IReadOnlyList<PolicyFile> files, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<TestedPolicy>(files.Count);
        foreach (var file in files)
        {
            terminal.Progress($"testing {results.Count + 1} of {files.Count}: {file.Shown}");
            var started = terminal.Time.GetTimestamp();
            var tested = await RunAsync(file, cancellation);
            results.Add(tested with { Elapsed = terminal.Time.GetElapsedTime(started) });
        }
        terminal.EndProgress();
        var settings = SettingsRun.Beside(files, terminal);
        if (results.Count > 0) results[0] = results[0] with { Diagnostics = [.. results[0].Diagnostics, .. settings] };
        return results.ToImmutable();
    }

    private async Task<TestedPolicy> RunAsync(PolicyFile file, CancellationToken cancellation)
    {
        var compiled = await compiler.CompileAsync(file, cancellation);
        if (compiled.Policy is null) return Untested(file, compiled.Diagnostics);
        var policies = PolicyUnderTest.Alone(compiled.Policy);
        var traced = coverage ? await compiler.TraceAsync(policies, cancellation) : null;
        // No case: nothing is reached.
        if (file.TestsPath is null) return Untested(file, compiled.Diagnostics) with { Coverage = traced is null ? null : new CoverageCollector(policies, traced).ToCoverage().Policies[0] };
        var (text, problem) = SourceReader.Read(file.TestsPath, file.TestsShown!);
        if (text is null) return Untested(file, [.. compiled.Diagnostics, problem!]);
        var report = Run(file, text, policies, traced, cancellation);
        // A trace costs a second compilation, so it is made only of what failed.
        if (traced is null && report.Results.Any(static r => !r.Passed)) report = Run(file, text, policies, await compiler.TraceAsync(policies, cancellation), cancellation);
        return new TestedPolicy(file, [.. compiled.Diagnostics, .. report.Diagnostics, .. TestSettings.Of(file, text)], report.Results, TimeSpan.Zero) { Coverage = coverage ? report.Coverage?.Policies[0] : null };
    }

    private PolicyTestReport Run(PolicyFile file, string text, PolicySet policies, TracedSet? traced, CancellationToken cancellation) =>
        PolicyTestRunner.Run(text, file.TestsShown!, policies, traced, cancellation, name => filter.Takes(file.Name, name));

    private static TestedPolicy Untested(PolicyFile file, ImmutableArray<Diagnostic> diagnostics) => new(file, diagnostics, [], TimeSpan.Zero);
}
