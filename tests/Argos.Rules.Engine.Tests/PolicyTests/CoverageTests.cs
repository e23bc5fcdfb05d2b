using System.Globalization;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>What the cases of the stock policies reach.</summary>
internal sealed class CoverageTests
{
    [TestCaseSource(typeof(StockPolicies), nameof(StockPolicies.Names))]
    public void Run_traced_covers_the_stock_policy(string policy)
    {
        var report = PolicyTestRunner.Run(StockPolicies.Read(policy, "tests.yaml"), "tests.yaml", StockPolicies.Set(policy), StockPolicies.Traced(policy), CancellationToken.None);

        var coverage = report.Coverage!.Policies.Single();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{policy}: {coverage.LinePercent:F1} % of {coverage.Lines.Length} lines, {coverage.BranchPercent:F1} % of {coverage.Branches} branches"));
        foreach (var gap in coverage.Gaps) TestContext.Out.WriteLine($"{gap.Row}:{gap.Col} {gap.Side} {gap.Text}");
        Assert.That(coverage.Problem, Is.Null);
        Assert.That(coverage.BranchPercent, Is.GreaterThanOrEqualTo(95));
        Assert.That(coverage.LinePercent, Is.EqualTo(100));
        Assert.That(report.Passed, Is.True);
    }
}
