using System.Collections.Immutable;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.PolicyTests;

namespace Argos.Rules.Cli.Testing;

/// <summary>Compiles policies and runs the tests beside them.</summary>
internal sealed class TestRun(LocalCompiler compiler, TestFilter filter, Terminal terminal)
{
    public async Task<ImmutableArray<TestedPolicy>> RunAsync(IReadOnlyList<PolicyFile> files, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<TestedPolicy>(files.Count);
        foreach (var file in files)
        {
            terminal.Progress($"testing {results.Count + 1} of {files.Count}: {file.Shown}");
            results.Add(await RunAsync(file, cancellation));
        }
        terminal.EndProgress();
        return results.ToImmutable();
    }

    private async Task<TestedPolicy> RunAsync(PolicyFile file, CancellationToken cancellation)
    {
        var started = terminal.Time.GetTimestamp();
        var compiled = await compiler.CompileAsync(file, cancellation);
        if (compiled.Policy is null || file.TestsPath is null) return new TestedPolicy(file, compiled.Diagnostics, [], terminal.Time.GetElapsedTime(started));
        var (text, problem) = SourceReader.Read(file.TestsPath, file.TestsShown!);
        if (text is null) return new TestedPolicy(file, [.. compiled.Diagnostics, problem!], [], terminal.Time.GetElapsedTime(started));
        var report = PolicyTestRunner.Run(text, file.TestsShown!, PolicySet.Empty.With(compiled.Policy), cancellation);
        return new TestedPolicy(file, [.. compiled.Diagnostics, .. report.Diagnostics], [.. report.Results.Where(r => filter.Takes(file.Name, r.Name))], terminal.Time.GetElapsedTime(started));
    }
}
