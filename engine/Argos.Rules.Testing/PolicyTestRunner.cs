using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Explain;
using Argos.Rules.Core.Policies;
using Argos.Rules.Core.Tokens;

namespace Argos.Rules.Testing;

/// <summary>Runs the cases of a tests file through the evaluator that decides callbacks. It touches nothing that is live.</summary>
internal static class PolicyTestRunner
{
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
    /// <param name="budget">What they may take together; no limit when left out.</param>
    public static PolicyTestReport Run(string text, string file, PolicySet policies, CancellationToken cancellation, TestBudget? budget = null) =>
        Run(text, file, policies, traced: null, cancellation, budget: budget);

    /// <summary>Runs all cases, and each once more with a trace: the report has the coverage, and a case that failed how it came to that.</summary>
    /// <param name="text">The text of a tests file.</param>
    /// <param name="file">Its name in diagnostics.</param>
    /// <param name="policies">The policies under test.</param>
    /// <param name="traced">Their traced form, of <see cref="TracedPolicies.PrepareAsync"/>; without a trace when left out.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="takes">Which cases run, by name; all when left out. The others count for nothing, for the coverage neither.</param>
    /// <param name="budget">What they may take together; no limit when left out.</param>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static PolicyTestReport Run(
        string text, string file, PolicySet policies, TracedSet? traced, CancellationToken cancellation, Func<string, bool>? takes = null, TestBudget? budget = null)
    {
        budget?.Start();
        var diagnostics = new TestDiagnostics(file);
        var tests = PolicyTestFileReader.Read(text, diagnostics);
        if (tests is null || !diagnostics.Sorted().IsEmpty) return new PolicyTestReport(diagnostics.Sorted(), []);
        using var keys = new TestKeys(tests);
        using var tokens = new TokenVerification();
        var evaluator = new Evaluator(tokens, TimeProvider.System);
        var tracer = traced is null ? null : new TestTracer(policies, traced, evaluator);
        var results = ImmutableArray.CreateBuilder<PolicyTestResult>(tests.Cases.Length);
        foreach (var test in tests.Cases.Where(c => takes is null || takes(c.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (budget is { IsUsedUp: true })
            {
                diagnostics.Report(test.Row, test.Col, $"the cases before this one took longer than {budget.Limit.TotalSeconds} s of processor time: have fewer or smaller ones, or split the policy");
                break;
            }
            var (world, problem) = WorldOf(tests, test, keys);
            if (world is null) diagnostics.Report(test.Row, test.Col, $"case `{test.Name}` has data that cannot be: {problem}");
            else results.Add(Result(file, test, TestDecision.Of(world, policies, evaluator), world, tracer));
        }
        return new PolicyTestReport(diagnostics.Sorted(), results.ToImmutable()) { Coverage = tracer?.Coverage };
    }

    private static (TestWorld? World, string? Problem) WorldOf(PolicyTestFile tests, PolicyTestCase test, TestKeys keys)
    {
        try
        {
            return TestWorld.Of(tests, test, keys);
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException or ArgumentException or JsonException or CryptographicException)
        {
            // What the reader of the file let through: the case is wrong, not the engine.
            return (null, "a value is of another type than it must be");
        }
    }

    private static PolicyTestResult Result(string file, PolicyTestCase test, Decision got, TestWorld world, TestTracer? tracer)
    {
        var differences = Comparison.Differences(test.Expected, got);
        // Also of a case that passed: what it reached counts.
        var traces = tracer?.Trace(world) ?? [];
        return new PolicyTestResult(test.Name, new Location(file, test.Row, test.Col), differences, got) { Trace = differences.IsEmpty ? [] : traces };
    }
}
