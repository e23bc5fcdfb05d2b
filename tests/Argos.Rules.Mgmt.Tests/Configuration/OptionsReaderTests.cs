using System.Collections.Immutable;
using Argos.Rules.Mgmt.Configuration;
using Microsoft.Extensions.Configuration;

namespace Argos.Rules.Mgmt.Tests.Configuration;

public sealed class OptionsReaderTests
{
    [Test]
    public void Defaults_are_good()
    {
        var (options, problems) = Read();

        Assert.That(problems, Is.Empty);
        Assert.That(options.Source.Kind, Is.EqualTo("kubernetes"));
        Assert.That(options.Engine.Url, Is.EqualTo(new Uri("http://127.0.0.1:8181")));
        Assert.That(options.Source.ExtraPodFields, Is.Empty);
        Assert.That(options.Diagnostics.Listen.ToString(), Is.EqualTo("[::]:8283"), "probes come over IPv4 or IPv6");
    }

    [Test]
    public void Lists_come_with_commas_or_one_by_one()
    {
        var (options, problems) = Read(("Source:Namespaces", "a, b"), ("Source:PodNamespaces:0", "c"), ("source:podnamespaces:1", "d"));

        Assert.That(problems, Is.Empty);
        Assert.That(options.Source.Namespaces, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(options.Source.PodNamespaces, Is.EqualTo(new[] { "c", "d" }));
    }

    [Test]
    public void Resources_have_settings_below_their_own_name()
    {
        var (options, problems) = Read(
            ("Replicate:Resources", "v1/services,apps/v1/deployments"), ("Replicate:services:Fields", "spec.clusterIP"), ("Replicate:services:Labels", "a in (b,c)"),
            ("Replicate:deployments:Namespaces", "x"), ("Replicate:ClusterResources:0", "v1/nodes"), ("Source:IgnoredNamespaces", "kube-system"));

        Assert.That(problems, Is.Empty);
        Assert.That(options.Source.Resources.Select(static r => (r.Group, r.Plural, r.IsCluster)), Is.EqualTo(new[]
        {
            ("", "services", false), ("apps", "deployments", false), ("", "nodes", true),
        }));
        Assert.That((options.Source.Resources[0].Fields.Single(), options.Source.Resources[0].Labels), Is.EqualTo(("spec.clusterIP", "a in (b,c)")));
        Assert.That(options.Source.Resources[1].Namespaces, Is.EqualTo(new[] { "x" }));
        Assert.That(options.Source.IgnoredNamespaces, Is.EqualTo(new[] { "kube-system" }));
    }

    [Test]
    public void Command_line_has_short_forms_of_what_is_replicated()
    {
        var line = CommandLine.Read(["--replicate=v1/services", "--replicate", "apps/v1/deployments", "--replicate-cluster=v1/nodes", "--replicate-path=clusters/east", "--replicate-ignore-namespaces=a,b"]);
        var (options, problems) = Read([.. line.Settings.Select(static setting => (setting.Key, setting.Value!))]);
        var source = options.Source;

        Assert.That(line.Problems.AddRange(problems), Is.Empty);
        Assert.That(source.Resources.Select(static r => r.Plural), Is.EqualTo(new[] { "services", "deployments", "nodes" }));
        Assert.That(source.ReplicatePath.ToString(), Is.EqualTo("clusters/east"));
        Assert.That(source.IgnoredNamespaces, Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("Replicate:Path", "")]
    [TestCase("Replicate:Path", "a//b")]
    [TestCase("Replicate:Path", "argos/x")]
    [TestCase("Replicate:Path", "providers")]
    [TestCase("Replicate:Path", "kubernetes/pods")]
    [TestCase("Source:FetchPods", "sometimes")]
    [TestCase("Source:StreamLists", "sometimes")]
    [TestCase("Source:Gzip", "sometimes")]
    [TestCase("Replicate:Resources", "services")]
    [TestCase("Replicate:Resources", "a/b/c/d")]
    [TestCase("Replicate:Resources", "v1/Services")]
    [TestCase("Replicate:Resources", "v1/pods")]
    [TestCase("Replicate:Resources", "v1/secrets")]
    [TestCase("Replicate:Resources", "v1/keys")]
    [TestCase("Replicate:Resources", "v1/services,v2/services")]
    [TestCase("Replicate:services:Fields", "spec")]
    [TestCase("Source:Kind", "file")]
    [TestCase("Source:Kubeconfig", "/nowhere")]
    [TestCase("Source:PolicyLabel", "policy")]
    [TestCase("Source:DataLabel", "argos.athenz.io/policy=csharp")]
    [TestCase("Source:ExtraPodFields", "metadata.managedFields")]
    [TestCase("Source:PodFields", "metadata.uid")]
    [TestCase("Source:DirectoryDeadlineSeconds", "0")]
    [TestCase("Engine:Url", "localhost:8181")]
    [TestCase("Engine:Url", "http://localhost/base")]
    [TestCase("Engine:TokenFile", "/nowhere/token")]
    [TestCase("Sync:Source", "a/b")]
    [TestCase("Sync:HeartbeatSeconds", "0")]
    [TestCase("Keys:RefreshSeconds", "5")]
    [TestCase("Keys:ConfigMap", "keys")]
    [TestCase("Status:Mode", "on")]
    [TestCase("Status:Replica", "")]
    [TestCase("Diagnostics:Listen", "8283")]
    [TestCase("Review:Listen", "8284")]
    [TestCase("Review:Listen", "0.0.0.0:8284")]
    [TestCase("Log:Level", "Loud")]
    [TestCase("Source:Knd", "kubernetes")]
    public void Wrong_setting_is_named_with_its_variable(string name, string value)
    {
        var (_, problems) = Read((name, value));

        Assert.That(problems, Has.Length.EqualTo(1));
        Assert.That(problems[0], Does.Contain($"`{name}`").And.Contain($"`{Setting.VariableOf(name)}`"));
    }

    [TestCase("Source:PodFields")]
    [TestCase("Source:PodFields:0")]
    public void Setting_that_dropped_fields_is_refused_with_the_one_that_adds(string name)
    {
        var (_, problems) = Read((name, "metadata.uid"));

        Assert.That(problems, Has.Length.EqualTo(1));
        Assert.That(problems[0], Does.Contain("`Source:PodFields`").And.Contain("`Source:ExtraPodFields` (`ARGOS_SOURCE__EXTRAPODFIELDS`)"));
    }

    [Test]
    public void All_problems_are_told_at_once()
    {
        var (_, problems) = Read(("Source:Kind", "directory"), ("Engine:Url", "x"), ("Nonsense", "1"));

        Assert.That(problems, Has.Length.EqualTo(3));
    }

    [Test]
    public void Command_line_takes_both_forms_and_tells_what_it_does_not_know()
    {
        var read = CommandLine.Read(["--Source:Kind=directory", "--Sync:Source", "me", "stray", "--Engine:Url", "--config=/nowhere/file"]);

        Assert.That(read.Settings["source:kind"], Is.EqualTo("directory"));
        Assert.That(read.Settings["Sync:Source"], Is.EqualTo("me"));
        Assert.That(read.Problems, Has.Length.EqualTo(3));
    }

    private static (MgmtOptions Options, ImmutableArray<string> Problems) Read(params (string Name, string Value)[] settings)
    {
        var entries = settings.Select(static setting => KeyValuePair.Create(setting.Name, (string?)setting.Value));
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(entries).Build());
        var options = OptionsReader.Read(reader);
        return (options, reader.Problems);
    }
}
