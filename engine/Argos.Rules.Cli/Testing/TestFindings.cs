using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Testing;

namespace Argos.Rules.Cli.Testing;

/// <summary>Errors of policies, failing cases and places that no case reached in one list, for the forms that know findings only.</summary>
internal static class TestFindings
{
    public const string FailedCode = "test-failed";

    /// <summary>The code of the warning about a place that no case reached.</summary>
    public const string UncoveredCode = "not-covered";

    public static ImmutableArray<Diagnostic> Of(ImmutableArray<TestedPolicy> tested) => [.. tested.SelectMany(static t => t.Diagnostics.Concat(t.Cases.Where(static c => !c.Passed).Select(Failed)).Concat(Uncovered(t)))];

    private static Diagnostic Failed(PolicyTestResult test) => new(FailedCode, $"case `{test.Name}`: {string.Join("; ", test.Differences)}", test.Location);

    private static IEnumerable<Diagnostic> Uncovered(TestedPolicy policy) =>
        policy.Coverage is null ? [] : CoverageText.Gaps(policy.Coverage).Select(g => new Diagnostic(UncoveredCode, g.Words, new Location(policy.File.Shown, g.Row, g.Col), "warning"));
}
