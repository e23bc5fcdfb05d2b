using System.Text.Json;
using System.Text.RegularExpressions;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Engine.PolicyTests;
using Argos.Rules.Engine.Tests.Language;

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

    [Test]
    public void Settings_example_has_what_the_policy_needs_and_nothing_unknown()
    {
        var manifest = (YamlNode.Map)YamlReader.Read(StockPolicies.Read(Policy, "settings.example.yaml"), new TestDiagnostics("settings.example.yaml"))!;
        var text = ((YamlNode.Text)((YamlNode.Map)manifest.Find("data")!).Find("settings.json")!).Value;
        var readme = StockPolicies.Read(Policy, "README.md");

        Assert.That(NameRulesFixture.Rules(text).CheckSettings(), Is.Null);
        Assert.That(NameRulesFixture.Document(text).FirstMissing("issuer", "audience", "tokenProvider", "dnsSuffixes", "allowedServices"), Is.Null);
        Assert.That(new DataValue(JsonDocument.Parse(text).RootElement).Names.Where(name => !readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex("""(?:Deny|Wait)\((?:[^"]*, )?"([a-z0-9-]+)"[,)]""")]
    private static partial Regex PolicyCode();
}
