using System.Text.RegularExpressions;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>The policy for register tokens agrees with its documents.</summary>
internal sealed partial class ZtsTokenPolicyTests
{
    private const string Policy = "zts-token";

    private static HashSet<string> Codes => PolicyCode().Matches(StockPolicies.Read(Policy, "policy.csx")).Select(static m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    [Test]
    public void Codes_of_the_policy_have_a_row_and_a_case()
    {
        var readme = StockPolicies.Read(Policy, "README.md");
        var results = StockPolicies.Report(Policy).Results;

        var covered = results.SelectMany(static r => r.Got.Codes).ToHashSet(StringComparer.Ordinal);

        Assert.That(Codes, Has.Count.GreaterThan(15));
        Assert.That(Codes.Where(code => !readme.Contains($"`{code}`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Codes.Where(code => !covered.Contains(code)), Is.Empty);
        Assert.That(results.Count(static r => r.Got.Outcome == DecisionOutcome.Allowed), Is.GreaterThan(15));
    }

    [GeneratedRegex("""(?:Deny|Wait)\((?:[^"]*, )?"([a-z0-9-]+)"[,)]""")]
    private static partial Regex PolicyCode();
}
