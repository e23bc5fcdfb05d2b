using Argos.Rules.Cli.Compiling;
using Argos.Rules.Cli.Reports;
using Argos.Rules.Cli.Testing;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Playground.Running;

/// <summary>Runs the tests of a project as `argos test --coverage` does.</summary>
internal static class ProjectTests
{
    public static async Task<TestsResponse> RunAsync(ProjectFolder folder, CancellationToken cancellation)
    {
        await using var compiler = new LocalCompiler(folder.Terminal);
        var tested =
            (await new TestRun(compiler, new TestFilter(null), coverage: true, folder.Terminal).RunAsync([folder.Policy], cancellation))[0];
        return new TestsResponse(tested.Diagnostics, [.. tested.Cases.Select(Case)], tested.Coverage, tested.Elapsed.TotalMilliseconds);
    }

    private static TestListCase Case(PolicyTestResult c) =>
        new(c.Name, c.Location, c.Passed, c.Differences, c.Got.Outcome, c.Got.Codes, c.Trace.IsEmpty ? null : c.Trace);
}
