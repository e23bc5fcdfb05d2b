using System.Collections.Immutable;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.PolicyTests;

namespace Argos.Rules.Cli.Check;

/// <summary>Compiles policies and reads their tests files; runs nothing.</summary>
internal static class CheckRun
{
    public static async Task<ImmutableArray<CheckedPolicy>> RunAsync(IReadOnlyList<PolicyFile> files, Terminal terminal, CancellationToken cancellation)
    {
        await using var compiler = new LocalCompiler(terminal);
        var results = ImmutableArray.CreateBuilder<CheckedPolicy>(files.Count);
        foreach (var file in files)
        {
            terminal.Progress($"checking {results.Count + 1} of {files.Count}: {file.Shown}");
            var compiled = await compiler.CompileAsync(file, cancellation);
            results.Add(new CheckedPolicy(file, [.. compiled.Diagnostics, .. OfTests(file)]));
        }
        terminal.EndProgress();
        return results.ToImmutable();
    }

    private static ImmutableArray<Diagnostic> OfTests(PolicyFile file)
    {
        if (file.TestsPath is null) return [];
        var (text, problem) = SourceReader.Read(file.TestsPath, file.TestsShown!);
        if (text is null) return [problem!];
        var diagnostics = new TestDiagnostics(file.TestsShown!);
        PolicyTestFileReader.Read(text, diagnostics);
        return [.. diagnostics.Sorted(), .. TestSettings.Of(file, text)];
    }
}
