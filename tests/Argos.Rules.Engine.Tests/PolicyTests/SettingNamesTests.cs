using System.Text.Json;
using System.Text.RegularExpressions;
using Argos.Rules.Cli.Settings;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Engine.Declarations;
using Argos.Rules.TestKit.Processes;

namespace Argos.Rules.Engine.Tests.PolicyTests;

/// <summary>Every setting that documents, examples and rules speak of is declared by a policy that uses it, and every declared one is used.</summary>
internal sealed partial class SettingNamesTests
{
    private static readonly string[] Stock = StockSettingsTests.Stock;

    /// <summary>The settings that the rules behind each word of the language read beside those that a script reads itself.</summary>
    private static readonly Dictionary<string, string[]> Rules = new(StringComparer.Ordinal)
    {
        ["Names."] = ["dnsSuffixes", "spiffeTrustDomains", "allowUnnamedInstanceId", "allowLabelsAfterService", "allowSpiffeOnly", "domainMapping"],
        ["Roles."] = ["awsPartition", "awsRegion"],
        ["Documents."] = ["awsRegion"],
        ["Callers."] = ["awsRegion", "webIdentity"],
        ["Addresses."] = ["allowedIpBlocks"],
        ["Aws."] = ["awsRegion"],
    };

    /// <summary>Of these pairs a policy declares the one of its platform; the rules read both.</summary>
    private static readonly Dictionary<string, string> Platform = new(StringComparer.Ordinal)
    {
        ["clusterNames"] = "Names.",
        ["eksClusterNames"] = "Names.",
        ["k8sDnsSuffixes"] = "Names.",
        ["eksDnsSuffixes"] = "Names.",
    };

    [TestCaseSource(nameof(Stock))]
    public void Declared_setting_is_used(string policy)
    {
        var script = WithoutFrontMatter(policy);

        var unused = Schema(policy).All.Select(static d => d.Name).Where(name => !script.Contains($"\"{name}\"", StringComparison.Ordinal) && !Words(name).Any(word => script.Contains(word, StringComparison.Ordinal)));

        Assert.That(unused, Is.Empty);
    }

    [Test]
    public void Setting_that_the_rules_read_is_declared_by_a_policy()
    {
        var read = Directory.EnumerateFiles(Path.Combine(BuiltOutput.Root, "engine"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static file => Read().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value)).Distinct().ToArray();

        Assert.That(read, Has.Length.GreaterThan(8), "the rules are found");
        Assert.That(read.Where(static name => !Stock.Any(policy => Schema(policy).Find(name) is not null)), Is.Empty);
    }

    [Test]
    public void Documents_name_no_setting_that_nobody_declares()
    {
        string[] documents = [Path.Combine(BuiltOutput.Root, "k8s", "PROVIDER-SETUP.md"), Path.Combine(BuiltOutput.Root, "k8s", "README.md"), .. Stock.Select(static policy => Path.Combine(BuiltOutput.Root, "policies", policy, "README.md"))];

        var named = documents.SelectMany(static file => Named().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetRelativePath(BuiltOutput.Root, file)}: {match.Groups[1].Value}")).ToArray();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Where(static one => !Stock.Any(policy => Schema(policy).Find(one.Split(": ")[1]) is not null || Schema(policy).All.Any(d => d.Members.Find(one.Split(": ")[1]) is not null))), Is.Empty);
    }

    [TestCase("## EC2", "aws-ec2", "athenz.aws.us-west-2")]
    [TestCase("## EKS", "aws-eks", "athenz.aws-eks.us-west-2")]
    [TestCase("## Fargate and ECS", "aws-fargate", "athenz.aws-ecs.us-west-2")]
    [TestCase("## Lambda", "aws-lambda", "athenz.aws-lambda.us-west-2")]
    public void Settings_in_the_setup_are_taken(string heading, string policy, string provider)
    {
        var text = File.ReadAllText(Path.Combine(BuiltOutput.Root, "k8s", "PROVIDER-SETUP.md"));
        var section = text[text.IndexOf(heading + "\n", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 1, StringComparison.Ordinal)];

        var documents = Fenced().Matches(section).Select(static match => match.Groups[1].Value).Where(static json => json.StartsWith("{\"dnsSuffixes\"", StringComparison.Ordinal)).ToArray();

        Assert.That(documents, Has.Length.EqualTo(1));
        Assert.That(StockPolicies.Set(policy).For(provider, new DataValue(JsonDocument.Parse(documents[0]).RootElement)).Problems, Is.Empty);
    }

    [Test]
    public void Settings_of_the_manifests_are_taken()
    {
        var document = SettingsFileReader.Read(Path.Combine(BuiltOutput.Root, "k8s", "settings.yaml"), "settings.yaml").Documents.Single();

        var found = StockPolicies.Set("kubernetes").For(document.Provider!, document.Value);

        Assert.That(found.Policies, Has.Length.EqualTo(1));
        Assert.That(found.Problems, Is.Empty);
    }

    private static IEnumerable<string> Words(string setting) =>
        Rules.Where(rule => rule.Value.Contains(setting)).Select(static rule => rule.Key).Concat(Platform.TryGetValue(setting, out var word) ? [word] : []);

    private static string WithoutFrontMatter(string policy)
    {
        const string Fence = "// ---\n";
        var text = StockPolicies.Read(policy, "policy.csx");
        return text[(text.IndexOf(Fence, Fence.Length, StringComparison.Ordinal) + Fence.Length)..];
    }

    private static SettingsSchema Schema(string policy) => StockPolicies.Set(policy).All.Single().FrontMatter.Settings;

    [GeneratedRegex("""[sS]ettings(?:\[|\.(?:Text|Texts|Flag|Number|Exists?)\()"([A-Za-z0-9]+)["]""")]
    private static partial Regex Read();

    [GeneratedRegex("[sS]ettings? `([a-z][A-Za-z]+)`")]
    private static partial Regex Named();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
