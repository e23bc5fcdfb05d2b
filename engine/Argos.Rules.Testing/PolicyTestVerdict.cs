using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Policies;

namespace Argos.Rules.Testing;

/// <summary>Says whether the tests that come with a policy let it be put into force.</summary>
internal static class PolicyTestVerdict
{
    /// <summary>The code of the diagnostic about a case that fails.</summary>
    public const string FailedCode = "policy-test-failed";

    private const int MaximumReported = 20;

    /// <summary>Runs the tests of a policy alone, as if it were enforced.</summary>
    /// <returns>What is wrong with the file, or the cases that fail; empty when all pass.</returns>
    public static ImmutableArray<Diagnostic> Of(ActivePolicy policy, string tests, string file, TestBudget budget)
    {
        var report = PolicyTestRunner.Run(tests, file, PolicyUnderTest.Alone(policy), CancellationToken.None, budget);
        if (!report.Diagnostics.IsEmpty) return report.Diagnostics;
        var failed = report.Results.Where(static result => !result.Passed).ToArray();
        return [.. failed.Take(MaximumReported).Select(result => Reported(result, failed.Length, report.Results.Length))];
    }

    private static Diagnostic Reported(PolicyTestResult result, int failed, int all) =>
        new(FailedCode, $"case `{result.Name}`: {string.Join("; ", result.Differences).ReplaceLineEndings(" ")} ({failed} of {all} cases fail)", result.Location);
}
