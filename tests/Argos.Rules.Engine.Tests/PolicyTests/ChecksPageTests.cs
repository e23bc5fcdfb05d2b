using System.Text.RegularExpressions;
using Argos.Rules.Contracts.Decisions;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>The page that says which test refuses what: every test on it is there, and its cases do refuse.</summary>
internal sealed partial class ChecksPageTests
{
    private static readonly string Page = StockPolicies.Read("CHECKS.md");

    private static readonly Lazy<string> Sources = new(static () => string.Concat(
        Directory.EnumerateFiles(Path.Combine(StockPolicies.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Where(static f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText)));

    /// <summary>The rows: what is tried, and the tests that refuse it.</summary>
    public static IEnumerable<TestCaseData> Rows =>
        from match in Row().Matches(Page)
        where match.Groups[1].Value is not ("what is tried" or "---")
        select new TestCaseData(match.Groups[2].Value).SetArgDisplayNames(match.Groups[1].Value);

    [TestCaseSource(nameof(Rows))]
    public void Row_has_tests_that_refuse(string tests)
    {
        var found = 0;
        foreach (Match policy in PolicyCases().Matches(tests))
        {
            var report = StockPolicies.Report(policy.Groups[1].Value);
            foreach (var name in Quoted().Matches(policy.Groups[2].Value).Select(static m => m.Groups[1].Value).Where(static n => !IsTest(n)))
            {
                var result = report.Results.SingleOrDefault(r => r.Name == name);
                Assert.That(result, Is.Not.Null, $"`{policy.Groups[1].Value}` has no case `{name}`");
                Assert.That(result!.Got.Outcome, Is.Not.EqualTo(DecisionOutcome.Allowed), name);
                found++;
            }
        }
        foreach (var name in Quoted().Matches(tests).Select(static m => m.Groups[1].Value).Where(IsTest))
        {
            var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
            Assert.That(Sources.Value, Does.Match($@"class {type}\b").And.Match($@"\b{method}\("), name);
            found++;
        }
        Assert.That(found, Is.Positive);
    }

    [Test]
    public void Every_policy_has_its_rows() =>
        Assert.That(PolicyCases().Matches(Page).Select(static m => m.Groups[1].Value).Distinct(), Is.SupersetOf(new[] { "kubernetes", "aws-ec2", "aws-eks", "aws-fargate", "zts-token" }));

    private static bool IsTest(string name) => Test().IsMatch(name);

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    // `policy`: `case`, `case`; up to the next policy or the end.
    [GeneratedRegex(@"`([a-z0-9-]+)`: ((?:`[^`]+`(?:, )?)+)")]
    private static partial Regex PolicyCases();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Z]\w+Tests\.\w+$")]
    private static partial Regex Test();
}
