using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Documents;
using Argos.Rules.Testing;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>What the policies for AWS have beside their cases: tables of codes, settings, coverage, certificates.</summary>
[TestFixtureSource(nameof(Policies))]
internal sealed partial class AwsPolicyTests(string policy)
{
    public static string[] Policies { get; } = ["aws-ec2", "aws-fargate", "aws-eks", "aws-lambda"];

    [Test]
    public void Codes_of_the_cases_are_those_of_the_table()
    {
        var documented = TableCode().Matches(StockPolicies.Read(policy, "README.md")).Select(static m => m.Groups[1].Value).ToArray();

        var covered = StockPolicies.Report(policy).Results.SelectMany(static r => r.Got.Codes).Where(static c => c != DecisionCodes.NoPolicyApplies).ToHashSet(StringComparer.Ordinal);

        Assert.That(documented, Is.Unique);
        Assert.That(documented, Is.EquivalentTo(covered));
    }

    [Test]
    public void Codes_that_the_sources_name_have_a_case()
    {
        var covered = StockPolicies.Report(policy).Results.SelectMany(static r => r.Got.Codes).ToHashSet(StringComparer.Ordinal);

        var own = PolicyCode().Matches(StockPolicies.Read(policy, "policy.csx")).Select(static m => m.Groups[1].Value);
        // Of the shared rules EC2 uses all, and EKS those for namespaces.
        var shared = policy == "aws-ec2" ? SharedCodes() : [];

        Assert.That(own.Concat(shared).Where(c => !covered.Contains(c)), Is.Empty);
    }

    [Test]
    public void Cases_reach_every_branch()
    {
        var report = PolicyTestRunner.Run(StockPolicies.Read(policy, "tests.yaml"), "tests.yaml", StockPolicies.Set(policy), StockPolicies.Traced(policy), CancellationToken.None);

        var coverage = report.Coverage!.Policies.Single();
        Assert.That(coverage.Problem, Is.Null);
        Assert.That(coverage.BranchPercent, Is.GreaterThanOrEqualTo(95), () => string.Join('\n', coverage.Gaps));
    }

    [Test]
    public void Certificates_that_are_shipped_are_read()
    {
        var pins = StockPolicies.Certificates();
        var set = PinSet.Read(JsonDocument.Parse(pins.ToJsonString()).RootElement, Encoding.UTF8.GetBytes(pins.ToJsonString()));

        Assert.That(pins, Has.Count.GreaterThan(10));
        foreach (var (region, certificates) in pins)
        {
            Assert.That(set.Of(region), Has.Length.EqualTo(((JsonArray)certificates!).Count), region);
            Assert.That(set.Of(region).Select(static c => c.GetNameInfo(X509NameType.SimpleName, forIssuer: true)), Is.All.EqualTo("Amazon Web Services LLC"), region);
        }
    }

    /// <summary>The codes of the rules and verifications for AWS, read from the sources.</summary>
    private static IEnumerable<string> SharedCodes()
    {
        string[] folders = ["engine/Argos.Rules.Language/Platforms", "engine/Argos.Rules.Core/Documents"];
        return folders.SelectMany(static f => Directory.GetFiles(Path.Combine(StockPolicies.Root, f), "*.cs"))
            .SelectMany(static f => SharedCode().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))
            .Distinct();
    }

    [GeneratedRegex("""(?:Deny|Wait)\((?:[^"]*, )?"([a-z0-9-]+)"[,)]""")]
    private static partial Regex PolicyCode();

    [GeneratedRegex("""(?:Finding|Failed|Refused)\("([a-z0-9-]+)",|Waiting\(\w+, "([a-z0-9-]+)"\)""")]
    private static partial Regex SharedCode();

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \| [CK89]", RegexOptions.Multiline)]
    private static partial Regex TableCode();
}
