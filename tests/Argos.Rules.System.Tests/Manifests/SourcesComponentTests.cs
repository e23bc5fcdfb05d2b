using System.Globalization;
using System.Text.RegularExpressions;
using Argos.Rules.TestKit.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>The ways out of the engine are in one place, and the documented patch changes them.</summary>
internal sealed partial class SourcesComponentTests
{
    private static YamlNode Policy => ManifestFiles.Read("k8s/components/sources/network-policy.yaml");

    /// <summary>The example in the README, as it stands there.</summary>
    private static YamlNode Example
    {
        get
        {
            var readme = File.ReadAllText(Path.Combine(ManifestFiles.Root, "k8s", "README.md"));
            return Parse(YamlBlock().Matches(readme).Single(static m => m.Value.Contains("identityd-sources", StringComparison.Ordinal)).Groups[1].Value).Single();
        }
    }

    [Test]
    public void Rules_are_for_zts_aws_and_pod_identity_in_that_order()
    {
        var rules = Rules(Policy);

        Assert.That(rules.Select(static rule => rule.Text("ports/0/port")), Is.EqualTo(new[] { "4443", "443", "80" }));
        Assert.That(rules[2].At("to"), Is.Not.Null, "plain HTTP goes to the node's own agent only");
        Assert.That(Policy.Texts("spec/policyTypes"), Is.EqualTo(new[] { "Egress" }));
        Assert.That(Policy.At("spec/podSelector"), Is.EqualTo(ManifestFiles.Read("k8s/deployment.yaml").At("spec/selector")));
    }

    [Test]
    public void Documented_ports_are_those_of_the_examples()
    {
        var zts = ManifestFiles.Read("k8s/components/own-certificate/deployment.yaml").Text("spec/template/spec/containers/engine/env/ARGOS_Certificates__ZtsUrl/value");

        Assert.That(Rules(Policy)[0].Text("ports/0/port"), Is.EqualTo(new Uri(zts).Port.ToString(CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Documented_patch_is_for_the_policy_and_its_rules()
    {
        var operations = ((YamlSequenceNode)Parse(Example.Text("patches/0/patch")).Single()).Children;

        Assert.That(Example.Text("patches/0/target/name"), Is.EqualTo(Policy.Text("metadata/name")));
        foreach (var operation in operations.Where(static o => o.Text("op") is "replace" or "remove")) Assert.That(Policy.At(operation.Text("path").TrimStart('/')), Is.Not.Null);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Documented_patch_changes_the_port_of_zts(CancellationToken cancellationToken)
    {
        if (Kubectl.Missing is { } missing) Assert.Ignore(missing);
        var folder = Directory.CreateTempSubdirectory("argos-kustomize-").FullName;
        try
        {
            var k8s = Path.GetRelativePath(folder, Path.Combine(ManifestFiles.Root, "k8s"));
            var example = YamlBlock().Matches(await File.ReadAllTextAsync(Path.Combine(ManifestFiles.Root, "k8s", "README.md"), cancellationToken))
                .Single(static m => m.Value.Contains("identityd-sources", StringComparison.Ordinal)).Groups[1].Value;
            await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), example.Replace("../k8s", k8s, StringComparison.Ordinal), cancellationToken);

            var output = await new Kubectl("/dev/null", folder).RunAsync(cancellationToken, "kustomize", folder);

            var rules = Rules(Parse(output).Single(static one => one.Text("kind") == "NetworkPolicy" && one.Text("metadata/name") == "identityd-sources"));
            Assert.That(rules, Has.Length.EqualTo(2));
            Assert.That((rules[0].Text("ports/0/port"), rules[0].Text("to/0/ipBlock/cidr")), Is.EqualTo(("8443", "192.0.2.10/32")));
            Assert.That((rules[1].Text("ports/0/port"), rules[1].Text("to/0/ipBlock/cidr")), Is.EqualTo(("443", "10.0.0.0/24")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static YamlNode[] Rules(YamlNode policy) => [.. ((YamlSequenceNode)policy.At("spec/egress")).Children];

    private static YamlNode[] Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(static document => document.RootNode)];
    }

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
