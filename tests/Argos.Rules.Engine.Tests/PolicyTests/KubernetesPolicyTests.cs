using System.Text.RegularExpressions;
using Argos.Rules.Compiler;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Core.Policies.Providers;

namespace Argos.Rules.Engine.Tests.PolicyTests;

internal sealed partial class KubernetesPolicyTests
{
    // What the rules for names and the verification of tokens refuse with; their own tests hold these lists against the code.
    private static readonly string[] LanguageFolders = ["engine/Argos.Rules.Language"];

    [Test]
    public void Compile_stock_policy_has_no_diagnostics()
    {
        var result = PolicyCompiler.Compile("kubernetes", StockPolicies.Read("kubernetes", "policy.csx"), CancellationToken.None);

        Assert.That(StockPolicies.Text(result.Diagnostics), Is.Empty);
        Assert.That(result.Policy, Is.Not.Null);
    }

    [Test]
    public void Codes_of_policy_and_language_are_in_the_readme()
    {
        var documented = TableCode().Matches(StockPolicies.Read("kubernetes", "README.md")).Select(static m => m.Groups[1].Value).ToArray();

        Assert.That(documented, Is.Unique);
        Assert.That(documented, Is.EquivalentTo(Codes()));
    }

    [Test]
    public void Codes_of_policy_and_language_have_a_case()
    {
        var results = StockPolicies.Report("kubernetes").Results;

        var covered = results.SelectMany(static r => r.Got.Codes).ToHashSet(StringComparer.Ordinal);

        Assert.That(Codes().Where(c => !covered.Contains(c)), Is.Empty);
        Assert.That(results.Count(static r => r.Got.Outcome == DecisionOutcome.Allowed), Is.GreaterThan(20));
    }

    /// <summary>The codes that the sources can refuse with, read from the sources: a new one without a row and a case fails here.</summary>
    private static HashSet<string> Codes()
    {
        var policy = StockPolicies.Read("kubernetes", "policy.csx");
        var codes = PolicyCode().Matches(policy).Select(static m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in LanguageFolders)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(StockPolicies.Root, folder), "*.cs"))
            {
                codes.UnionWith(FindingCode().Matches(File.ReadAllText(file)).Select(static m => m.Groups[1].Value));
            }
        }
        codes.UnionWith([SettingsProblem.UnknownCode, SettingsProblem.MissingCode, SettingsProblem.InvalidCode]);
        codes.UnionWith(TokenCode().Matches(File.ReadAllText(Path.Combine(StockPolicies.Root, "engine/Argos.Rules.Language/TokenCheck.cs"))).Select(static m => m.Groups[1].Value));
        Assert.That(codes, Has.Count.GreaterThan(45));
        return codes;
    }

    [GeneratedRegex("""(?:Deny|Wait)\((?:[^"]*, )?"([a-z0-9-]+)"[,)]""")]
    private static partial Regex PolicyCode();

    [GeneratedRegex("""(?:new(?: Finding)?\(|Code = )"([a-z0-9-]+)"[,;]""")]
    private static partial Regex FindingCode();

    [GeneratedRegex("<c>(token-[a-z-]+)</c>")]
    private static partial Regex TokenCode();

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \| [CK]\d", RegexOptions.Multiline)]
    private static partial Regex TableCode();
}
