using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>Every case of every <c>policies/*/tests.yaml</c>, found by folder.</summary>
internal sealed class StockPoliciesTests
{
    [TestCaseSource(nameof(Cases))]
    public void Case(PolicyTestResult result) =>
        Assert.That(result.Passed, Is.True, () => $"{result.Location.File}({result.Location.Row}): {result.Name}\n{string.Join('\n', result.Differences)}");

    [TestCaseSource(typeof(StockPolicies), nameof(StockPolicies.Names))]
    public void Run_tests_file_has_no_diagnostics(string policy)
    {
        var report = StockPolicies.Report(policy);

        Assert.That(StockPolicies.Text(report.Diagnostics), Is.Empty);
        Assert.That(report.Passed, Is.True);
    }

    [TestCaseSource(typeof(StockPolicies), nameof(StockPolicies.Names))]
    public void Run_without_the_policy_grants_nothing(string policy)
    {
        var report = PolicyTestRunner.Run(StockPolicies.Read(policy, "tests.yaml"), "tests.yaml", Core.Policies.PolicySet.Empty);

        Assert.That(report.Results.Select(static r => r.Got.Outcome), Is.All.EqualTo(Contracts.Decisions.DecisionOutcome.Denied));
    }

    private static IEnumerable<TestCaseData> Cases() =>
        StockPolicies.Names().SelectMany(static n => StockPolicies.Report(n).Results.Select(r => new TestCaseData(r).SetName($"{n}: {r.Name}")));
}
