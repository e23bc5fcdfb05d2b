using Argos.Rules.Compiler;
using Argos.Rules.Testing;

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

    private static string Snippet(string language)
    {
        var text = StockPolicies.Read("README.md");
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
