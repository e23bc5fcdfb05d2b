using System.Collections.Immutable;
using System.Diagnostics;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Policies;
using Argos.Rules.Engine.Scripting;

namespace Argos.Rules.Engine.PolicyTests;

/// <summary>Runs the tests that come with a policy, before it is put into force. What has passed is remembered with the compiled policies, so that a restart need not wait for it.</summary>
/// <param name="cache">What is remembered.</param>
/// <param name="limit">How much processor time the cases of one file may take together.</param>
/// <param name="time">The clock on the wall.</param>
/// <param name="logger">Told when the tests were not run to their end.</param>
/// <param name="processor">What the processor time is measured with; that of the thread when left out.</param>
internal sealed partial class PolicyTestGate(
    PolicyCache cache, TimeSpan limit, TimeProvider time, ILogger<PolicyTestGate> logger, TimeProvider? processor = null) : IDisposable
{
    /// <summary>The code of the diagnostic about a case that fails.</summary>
    public const string FailedCode = "policy-test-failed";

    /// <summary>So many times the processor time may pass on the wall. Then it is the machine that is too busy, which says nothing about the policy.</summary>
    public const int WallFactor = 12;

    private const int MostTold = 20;

    // Tests are the author's work, not the service's: one file at a time, beside decisions.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Runs the tests of a policy alone, as if it were enforced.</summary>
    /// <returns>What is wrong with the file, or the cases that fail; empty when all pass.</returns>
    /// <exception cref="TrialUnavailableException">The machine was too busy to run them to their end.</exception>
    public async Task<ImmutableArray<Diagnostic>> CheckAsync(ActivePolicy policy, string tests, CancellationToken cancellation)
    {
        if (cache.HasPassed(policy.Source, tests)) return [];
        var file = FileOf(policy.Id);
        await _turn.WaitAsync(cancellation);
        try
        {
            using var wall = new CancellationTokenSource(limit * WallFactor, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(wall.Token, cancellation);
            var problems = await Task.Run(() => Run(policy, tests, file, both.Token), both.Token);
            if (problems.IsEmpty) cache.KeepPassed(policy.Source, tests);
            return problems;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogUnfinished(policy.Id, (limit * WallFactor).TotalSeconds);
            throw new TrialUnavailableException("the tests of the policy could not be run to their end, because the machine is busy; send it again");
        }
        catch (Exception problem) when (ActivationFault.IsOfText(problem))
        {
            LogFault(file, problem.GetType().FullName!, new StackTrace(problem).ToString());
            return [ActivationFault.Diagnose(file, problem)];
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The tests of <c>a/b/name.csx</c> are <c>a/b/name.tests.yaml</c>.</summary>
    private static string FileOf(string id) => (id.EndsWith(".csx", StringComparison.Ordinal) ? id[..^4] : id) + ".tests.yaml";

    private ImmutableArray<Diagnostic> Run(ActivePolicy policy, string tests, string file, CancellationToken cancellation)
    {
        var report = PolicyTestRunner.Run(tests, file, PolicyUnderTest.Alone(policy), cancellation, new TestBudget(limit, processor));
        if (!report.Diagnostics.IsEmpty) return report.Diagnostics;
        var failed = report.Results.Where(static result => !result.Passed).ToArray();
        return [.. failed.Take(MostTold).Select(result => Told(result, failed.Length, report.Results.Length))];
    }

    private static Diagnostic Told(PolicyTestResult result, int failed, int all) =>
        new(FailedCode, $"case `{result.Name}`: {string.Join("; ", result.Differences).ReplaceLineEndings(" ")} ({failed} of {all} cases fail)", result.Location);

    [LoggerMessage(LogLevel.Error, "The engine failed over the tests {File}, whose policy is refused: {Kind} {Trace}")]
    private partial void LogFault(string file, string kind, string trace);

    [LoggerMessage(LogLevel.Warning, "The tests of policy {PolicyId} were not run to their end within {Seconds} s, because the machine is busy; the policy is to be sent again")]
    private partial void LogUnfinished(string policyId, double seconds);
}
