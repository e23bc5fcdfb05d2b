using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.PolicyTests;
using Argos.Rules.Engine.Scripting;
using Argos.Rules.Engine.Tests.Language;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>The examples in the documents of the policies folder work.</summary>
internal sealed class PolicyDocumentsTests
{
    [Test]
    public void Readme_policy_compiles()
    {
        var result = PolicyCompiler.Compile("readme", Snippet("csharp"), CancellationToken.None);

        Assert.That(StockPolicies.Text(result.Diagnostics), Is.Empty);
    }

    [Test]
    public void Readme_tests_file_is_one()
    {
        var diagnostics = new TestDiagnostics("README.md");

        var file = PolicyTestFileReader.Read(Snippet("yaml"), diagnostics);

        Assert.That(StockPolicies.Text(diagnostics.Sorted()), Is.Empty);
        Assert.That(file!.Cases, Has.Length.EqualTo(3));
    }

    [Test]
    public void Settings_example_has_what_the_policy_needs()
    {
        var manifest = (YamlNode.Map)YamlReader.Read(StockPolicies.Read("kubernetes", "settings.example.yaml"), new TestDiagnostics("settings.example.yaml"))!;
        var text = ((YamlNode.Text)((YamlNode.Map)manifest.Find("data")!).Find("settings.json")!).Value;
        var settings = NameRulesFixture.Document(text);

        Assert.That(NameRulesFixture.Rules(text).CheckSettings(), Is.Null);
        Assert.That(settings.FirstMissing("issuer", "audience", "dnsSuffixes", "domainMapping"), Is.Null);
        Assert.That(new DataValue(JsonDocument.Parse(text).RootElement).Names.Where(n => !StockPolicies.Read("kubernetes", "README.md").Contains($"| `{n}` |", StringComparison.Ordinal)), Is.Empty);
    }

    private static string Snippet(string language)
    {
        var text = StockPolicies.Read("README.md");
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
