using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Sandbox.Declarations;
using Argos.Rules.Testing;
using Argos.Rules.Yaml;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>What a stock policy declares of its settings, what its README says of them and what its example has are one.</summary>
internal sealed partial class StockSettingsTests
{
    public static string[] Stock { get; } = [.. StockPolicies.Names().Where(static n => !n.StartsWith("cookbook/", StringComparison.Ordinal))];

    [TestCaseSource(nameof(Stock))]
    public void Readme_has_the_settings_that_the_policy_declares(string policy)
    {
        var declared = Schema(policy).All.Select(static d => $"{d.Name}|{Need(d)}|{Default(d)}");

        var documented = Row().Matches(StockPolicies.Read(policy, "README.md")).Select(static m => $"{m.Groups[1].Value}|{m.Groups[2].Value.Trim()}|{m.Groups[3].Value.Trim()}");

        Assert.That(documented, Is.EqualTo(declared));
    }

    [TestCaseSource(nameof(Stock))]
    public void Settings_have_help(string policy) => Assert.That(Schema(policy).All.Where(static d => d.Help is null), Is.Empty);

    [TestCaseSource(nameof(Stock))]
    public void Settings_example_is_taken(string policy)
    {
        var manifest = (YamlNode.Map)YamlReader.Read(StockPolicies.Read(policy, "settings.example.yaml"), new TestDiagnostics("settings.example.yaml"))!;
        var provider = ((YamlNode.Text)((YamlNode.Map)manifest.Find("metadata")!).Find("name")!).Value;
        var text = ((YamlNode.Text)((YamlNode.Map)manifest.Find("data")!).Find("settings.json")!).Value;

        var found = StockPolicies.Set(policy).For(provider, new DataValue(JsonDocument.Parse(text).RootElement));

        Assert.That(found.Policies, Has.Length.EqualTo(1));
        Assert.That(found.Problems, Is.Empty);
    }

    /// <summary>Every member of the example, misspelt in its last letter, is found out: nothing falls back to a default silently.</summary>
    [TestCaseSource(nameof(Stock))]
    public void Misspelt_setting_is_refused_by_name(string policy)
    {
        foreach (var declared in Schema(policy).All)
        {
            var name = declared.Name[..^1] + char.ToUpperInvariant(declared.Name[^1]) + "x";
            var found = StockPolicies.Set(policy).For(Provider(policy), new DataValue(JsonDocument.Parse($$"""{"{{name}}": 1}""").RootElement));

            Assert.That(found.Policies.Single().Refusal!.Code, Is.EqualTo("settings-invalid"));
            Assert.That(found.Policies.Single().Refusal!.Detail, Is.EqualTo($"unknown setting `{name}`; did you mean `{declared.Name}`?"));
        }
    }

    [Test]
    public void Policies_have_no_checks_of_their_own_for_what_is_declared()
    {
        var own = StockPolicies.Names().Where(static n => StockPolicies.Read(n, "policy.csx") is var text && (text.Contains("settings-invalid", StringComparison.Ordinal) || text.Contains("provider-unknown", StringComparison.Ordinal)));

        Assert.That(own, Is.Empty);
    }

    private static SettingsSchema Schema(string policy) => StockPolicies.Set(policy).All.Single().FrontMatter.Settings;

    private static string Provider(string policy) => StockPolicies.Set(policy).All.Single().FrontMatter.Providers[0].Replace("*", "us-west-2", StringComparison.Ordinal);

    private static string Need(SettingDeclaration declared) => declared switch
    {
        { Required: true } => "yes",
        { RequiredUnless: not null } => "one of the two",
        { FromProviderRegion: true } => "without a region in the name",
        _ => "",
    };

    private static string Default(SettingDeclaration declared) => declared switch
    {
        { FromProviderRegion: true } => "the region at the end of the provider's name",
        { Default: { Exists: true } value } => string.Create(CultureInfo.InvariantCulture, $"`{value.Text ?? value.ToString()}`"),
        { Required: false, RequiredUnless: null } => "none",
        _ => "",
    };

    [GeneratedRegex(@"^\| `([A-Za-z0-9]+)` \| ([^|]*)\| ([^|]*)\| [^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
