using System.Collections.Immutable;
using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.LanguageServer.Documents;
using Argos.Rules.Cli.LanguageServer.Protocol;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Sources;
using Argos.Rules.Cli.Terminals;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Sandbox.Messages;
using Argos.Rules.Sandbox.Metadata;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.LanguageServer.Analysis;

/// <summary>Runs cases as `argos test` does, in this process, which is there for that and has limits.</summary>
internal static class CaseRun
{
    /// <summary>A loop has a line of trace for each turn.</summary>
    private const int MaximumTrace = 200;

    public static TestRunResult Run(AnalysisRequest request) => RunAsync(request).GetAwaiter().GetResult();

    private static async Task<TestRunResult> RunAsync(AnalysisRequest request)
    {
        if (request.Related is not [var tests]) return Refused(["there are no tests"]);
        var name = request.Given.TryGetProperty("name", out var given) ? given.GetString() : null;
        await using var compiler = new LocalCompiler(Here());
        var policy = request.Document;
        var file = new PolicyFile(DocumentNames.PolicyId(policy.Uri), policy.Name, policy.Name, tests.Name, tests.Name);
        var compiled = await compiler.CompileAsync(file, policy.Text, CancellationToken.None);
        if (compiled.Policy is null) return Refused(compiled.Diagnostics.Where(static d => d.Severity == "error").Select(Shown));
        var alone = PolicyUnderTest.Alone(compiled.Policy);
        var report = PolicyTestRunner.Run(tests.Text, tests.Name, alone, null, CancellationToken.None, Takes);
        if (report.Results.Any(static r => !r.Passed))
        {
            var traced = await compiler.TraceAsync(alone, CancellationToken.None);
            report = PolicyTestRunner.Run(tests.Text, tests.Name, alone, traced, CancellationToken.None, Takes);
        }
        if (!report.Diagnostics.IsEmpty) return Refused(report.Diagnostics.Select(Shown));
        if (report.Results.IsEmpty) return Refused([name is null ? "there are no cases" : $"there is no case `{name}`"]);
        var failed = report.Results.Count(static r => !r.Passed);
        return new TestRunResult(report.Results.Length - failed, failed, [.. report.Results.Select(Case)], []);

        bool Takes(string one) => name is null || one == name;
    }

    /// <summary>Compiles in this process, behind the same gates.</summary>
    private static Terminal Here() => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Folder = Path.GetTempPath(),
        Compile = static (id, source, cancellation) =>
            Task.FromResult(Checked(id, PolicyCompiler.Compile(id, source, cancellation), traced: false)),
        CompileTraced = static (id, source, cancellation) =>
            Task.FromResult(Checked(id, PolicyCompiler.CompileTraced(id, source, cancellation), traced: true)),
    };

    private static CompileResult Checked(string id, CompileResult result, bool traced)
    {
        ImmutableArray<Diagnostic> problems = result.Policy is { } policy ? ImageGate.Check(id, policy, traced) : [];
        return problems.IsEmpty ? result : new CompileResult(null, problems);
    }

    private static TestRunResult Refused(IEnumerable<string> problems) => new(0, 0, [], [.. problems.Take(50)]);

    private static string Shown(Diagnostic problem) => $"{DiagnosticReport.Place(problem.Location)}: {problem.Code}: {problem.Message}";

    private static TestRunCase Case(PolicyTestResult result) => new(
        result.Name, result.Location.Row - 1, result.Location.Col - 1, result.Passed, result.Differences,
        result.Passed ? [] : [.. TestText.Trace(result).Take(MaximumTrace)]);
}
