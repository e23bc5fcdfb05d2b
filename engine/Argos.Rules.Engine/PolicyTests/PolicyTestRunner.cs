using System.Collections.Immutable;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Decisions;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Tokens;

namespace Argos.Rules.Engine.PolicyTests;

/// <summary>Runs the cases of a tests file through the evaluator that decides callbacks. It touches nothing that is live.</summary>
internal static class PolicyTestRunner
{
    // Cases run beside other work, on cold code: how long they take says nothing about decisions.
    /// <summary>Runs all cases; a file with anything wrong runs none.</summary>
    /// <param name="text">The text of a tests file.</param>
    /// <param name="file">Its name in diagnostics.</param>
    /// <param name="policies">The policies under test.</param>
    public static PolicyTestReport Run(string text, string file, PolicySet policies) => Run(text, file, policies, CancellationToken.None);

    /// <summary>Runs all cases, unless it is given up between two of them.</summary>
    /// <param name="text">The text of a tests file.</param>
    /// <param name="file">Its name in diagnostics.</param>
    /// <param name="policies">The policies under test.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static PolicyTestReport Run(string text, string file, PolicySet policies, CancellationToken cancellation)
    {
        var diagnostics = new TestDiagnostics(file);
        var tests = PolicyTestFileReader.Read(text, diagnostics);
        if (tests is null || !diagnostics.Sorted().IsEmpty) return new PolicyTestReport(diagnostics.Sorted(), []);
        using var keys = new TestKeys(tests.Keys);
        using var tokens = new TokenVerification();
        var evaluator = new Evaluator(tokens, TimeProvider.System);
        var results = ImmutableArray.CreateBuilder<PolicyTestResult>(tests.Cases.Length);
        foreach (var test in tests.Cases)
        {
            cancellation.ThrowIfCancellationRequested();
            var (world, problem) = TestWorld.Of(tests, test, keys);
            if (world is null) diagnostics.Report(test.Row, test.Col, $"case `{test.Name}` has data that cannot be: {problem}");
            else results.Add(Result(file, test, TestDecision.Of(world, policies, evaluator)));
        }
        return new PolicyTestReport(diagnostics.Sorted(), results.ToImmutable());
    }

    private static PolicyTestResult Result(string file, PolicyTestCase test, Decision got) =>
        new(test.Name, new Location(file, test.Row, test.Col), Comparison.Differences(test.Expected, got), got);
}
