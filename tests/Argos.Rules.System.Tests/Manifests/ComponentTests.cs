using System.Text.RegularExpressions;
using Argos.Rules.Engine;
using Argos.Rules.Engine.Configuration;
using Argos.Rules.Engine.State;
using Argos.Rules.Enrollment;
using Argos.Rules.TestKit.Kubernetes;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>The optional components agree with what they belong to.</summary>
internal sealed partial class ComponentTests
{
    private const string NameLabel = "app.kubernetes.io/name";

    private static readonly string Folder = Path.Combine(ManifestFiles.Root, "k8s", "components");

    private static YamlNode Deployment => ManifestFiles.Read("k8s/deployment.yaml");

    private static YamlNode Alerts => ManifestFiles.Read("k8s/components/monitoring/prometheus-rule.yaml").At("spec/groups/argos-rules/rules");

    public static IEnumerable<string> Components => Directory.EnumerateDirectories(Folder).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public static IEnumerable<string> AlertNames => Rules().Select(static rule => rule.Text("alert"));

    [TestCaseSource(nameof(Components))]
    public void Component_lists_every_file_of_its_folder(string component)
    {
        var kustomization = ManifestFiles.Read($"k8s/components/{component}/kustomization.yaml");

        var listed = (kustomization.Has("resources") ? kustomization.Texts("resources") : [])
            .Concat(kustomization.Has("patches") ? ((YamlSequenceNode)kustomization.At("patches")).Children.Where(static patch => patch.Has("path")).Select(static patch => patch.Text("path")) : []);

        Assert.That(kustomization.Text("kind"), Is.EqualTo("Component"));
        Assert.That(listed, Is.EquivalentTo(Directory.EnumerateFiles(Path.Combine(Folder, component)).Select(Path.GetFileName).Where(static file => file != "kustomization.yaml")));
    }

    [Test]
    public void Every_component_is_described()
    {
        var readme = File.ReadAllText(Path.Combine(ManifestFiles.Root, "k8s", "README.md"));

        Assert.That(Components.Where(component => !readme.Contains($"`components/{component}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Objects_are_in_the_namespace_and_bear_the_labels_of_the_deployment()
    {
        Assert.Multiple(() =>
        {
            foreach (var file in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories))
            {
                var manifest = ManifestFiles.Read(file);
                if (!manifest.Has("metadata")) continue;
                Assert.That(manifest.Text("metadata/namespace"), Is.EqualTo("argos"), file);
                if (manifest.Text("kind") == "Deployment") Assert.That(manifest.Text("metadata/name"), Is.EqualTo(Deployment.Text("metadata/name")), file);
                else Assert.That(LabelOf(manifest.At("metadata/labels"), NameLabel), Is.EqualTo(LabelOf(Deployment.At("metadata/labels"), NameLabel)), file);
            }
        });
    }

    [TestCase("autoscaling/horizontal-pod-autoscaler", "spec/scaleTargetRef/name")]
    public void Target_is_the_deployment(string file, string path) =>
        Assert.That(ManifestFiles.Read($"k8s/components/{file}.yaml").Text(path), Is.EqualTo(Deployment.Text("metadata/name")));

    [TestCase("disruption/pod-disruption-budget", "spec/selector/matchLabels")]
    [TestCase("network/network-policy", "spec/podSelector/matchLabels")]
    [TestCase("monitoring/service", "spec/selector")]
    [TestCase("spread/deployment", "spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels")]
    [TestCase("spread/deployment", "spec/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels")]
    public void Selector_is_that_of_the_deployment(string file, string path) =>
        Assert.That(ManifestFiles.Read($"k8s/components/{file}.yaml").At(path), Is.EqualTo(Deployment.At("spec/selector/matchLabels")));

    [Test]
    public void Own_certificate_sets_what_the_engine_knows_and_lets_it_write()
    {
        var engine = ManifestFiles.Read("k8s/components/own-certificate/deployment.yaml").At("spec/template/spec/containers/engine");
        var environment = ((YamlSequenceNode)engine.At("env")).ToDictionary(static variable => variable.Text("name"), static variable => variable.Text("value"));
        var known = EngineSettings.Sections.SelectMany(static section => Setting.Of(section)).Select(static setting => setting.EnvironmentVariable);
        var errors = new List<string>();

        var settings = SettingsReader.Read(
            [SettingsSection.Of<CertificatesOptions>("Certificates")],
            new ConfigurationBuilder().AddInMemoryCollection(environment.Where(static v => v.Key.Contains("Certificates__", StringComparison.Ordinal)).Select(static v => KeyValuePair.Create(v.Key["ARGOS_".Length..].Replace("__", ":", StringComparison.Ordinal), (string?)v.Value))).Build(),
            errors);

        Assert.That(environment.Keys, Is.SubsetOf(known));
        Assert.That(errors, Is.Empty);
        Assert.That(settings.Get<CertificatesOptions>().ZtsUrl, Is.Not.Empty);
        Assert.That(CertificateFolder.Problem(environment["ARGOS_Callback__CertificateFile"], environment["ARGOS_Callback__KeyFile"], ""), Is.Null);
        var folder = ((YamlSequenceNode)engine.At("volumeMounts")).Single(static mount => mount.Text("name") == "own-certificate");
        Assert.That(folder.Has("readOnly"), Is.False);
        Assert.That(Path.GetDirectoryName(environment["ARGOS_Callback__KeyFile"]), Is.EqualTo(folder.Text("mountPath")));
    }

    [Test]
    public void State_is_a_folder_below_its_volume_with_room_for_two_sets()
    {
        var pod = ManifestFiles.Read("k8s/components/state/deployment.yaml").At("spec/template/spec");
        var engine = pod.At("containers/engine");
        var folder = ((YamlSequenceNode)engine.At("env")).Single().Text("value");
        var mount = ((YamlSequenceNode)engine.At("volumeMounts")).Single();

        Assert.That(Path.GetDirectoryName(folder), Is.EqualTo(mount.Text("mountPath")), "the folder of the volume itself belongs to somebody else");
        Assert.That(mount.Has("readOnly"), Is.False);
        Assert.That(pod.Text("volumes/state/emptyDir/sizeLimit"), Is.EqualTo("600Mi"));
        Assert.That(2 * new StateOptions().MaximumBytes, Is.LessThan(600L << 20));
    }

    [TestCaseSource(nameof(Components))]
    public void Variables_of_a_component_are_settings_of_a_program(string component)
    {
        var text = string.Concat(Directory.EnumerateFiles(Path.Combine(Folder, component)).Select(File.ReadAllText));
        var known = EngineSettings.Sections.SelectMany(static section => Setting.Of(section)).Select(static setting => setting.EnvironmentVariable);

        // These two sections are mgmt's.
        var set = VariableName().Matches(text).Where(static match => match.Groups["section"].Value is not ("Review" or "Source")).Select(static match => match.Value).Distinct();

        Assert.That(set, Is.SubsetOf(known));
    }

    [Test]
    public void Network_policy_opens_the_ports_of_the_containers_and_nothing_else()
    {
        var policy = ManifestFiles.Read("k8s/components/network/network-policy.yaml");

        var open = ((YamlSequenceNode)policy.At("spec/ingress")).Children.SelectMany(static rule => ((YamlSequenceNode)rule.At("ports")).Children).Select(static port => port.Text("port"));
        var ports = new[] { "engine", "mgmt" }.SelectMany(static container => ((YamlSequenceNode)Deployment.At($"spec/template/spec/containers/{container}/ports")).Children).Select(static port => port.Text("containerPort"));
        Assert.That(open, Is.EquivalentTo(ports));
        Assert.That(policy.Texts("spec/policyTypes"), Is.EquivalentTo(new[] { "Ingress", "Egress" }));
    }

    [Test]
    public void Service_monitor_finds_the_service_and_its_ports()
    {
        var monitor = ManifestFiles.Read("k8s/components/monitoring/service-monitor.yaml");
        var service = ManifestFiles.Read("k8s/components/monitoring/service.yaml");
        var labels = (YamlMappingNode)service.At("metadata/labels");
        var containers = new[] { "engine", "mgmt" }.SelectMany(static container => ((YamlSequenceNode)Deployment.At($"spec/template/spec/containers/{container}/ports")).Children).Select(static port => port.Text("name")).ToArray();

        Assert.Multiple(() =>
        {
            foreach (var (name, value) in ((YamlMappingNode)monitor.At("spec/selector/matchLabels")).Children) Assert.That(labels.Children[name], Is.EqualTo(value));
            foreach (var endpoint in ((YamlSequenceNode)monitor.At("spec/endpoints")).Children) Assert.That(service.Text($"spec/ports/{endpoint.Text("port")}/targetPort"), Is.AnyOf(containers));
        });
    }

    [TestCaseSource(nameof(AlertNames))]
    public void Alert_asks_for_metrics_that_exist_and_says_what_to_do(string name)
    {
        var rule = Rules().Single(rule => rule.Text("alert") == name);
        var known = KnownMetrics.All;

        var asked = MetricName().Matches(rule.Text("expr") + rule.Text("annotations/runbook")).Select(static match => match.Value).ToArray();

        Assert.That(asked, Is.Not.Empty);
        Assert.That(asked.Select(static metric => metric.EndsWith("_bucket", StringComparison.Ordinal) ? metric[..^"_bucket".Length] : metric).Distinct(), Is.SubsetOf(known));
        Assert.That(rule.Text("annotations/runbook"), Has.Length.GreaterThan(20));
        Assert.That(rule.Text("labels/severity"), Is.AnyOf("critical", "warning"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Components_all_fit_together(CancellationToken cancellationToken)
    {
        if (Kubectl.Missing is { } missing) Assert.Ignore(missing);
        var folder = Directory.CreateTempSubdirectory("argos-kustomize-").FullName;
        try
        {
            string Relative(string path) => Path.GetRelativePath(folder, path);
            var components = string.Concat(Components.Select(component => $"\n- {Relative(Path.Combine(Folder, component))}"));
            await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"resources:\n- {Relative(Path.Combine(ManifestFiles.Root, "k8s"))}\ncomponents:{components}\n", cancellationToken);

            var output = await new Kubectl("/dev/null", folder).RunAsync(cancellationToken, "kustomize", folder);

            var objects = Parse(output);
            var deployment = objects.Single(static one => one.Text("kind") == "Deployment");
            Assert.That(objects.Select(static one => one.Text("kind")), Is.SupersetOf(new[] { "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor", "PrometheusRule" }));
            Assert.That(deployment.At("spec").Has("replicas"), Is.False, "the autoscaler owns the number of replicas");
            Assert.That(((YamlSequenceNode)deployment.At("spec/template/spec/topologySpreadConstraints")).Children, Has.Count.EqualTo(2));
            Assert.That(((YamlSequenceNode)deployment.At("spec/template/spec/containers")).Children, Has.Count.EqualTo(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<YamlNode> Rules() => ((YamlSequenceNode)Alerts).Children;

    private static YamlNode[] Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(static document => document.RootNode)];
    }

    // A label's name has slashes, which a path of keys cannot have.
    private static string LabelOf(YamlNode labels, string name) => ((YamlScalarNode)((YamlMappingNode)labels).Children[name]).Value!;

    [GeneratedRegex(@"\b(argos|process)_[a-z_]+\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("ARGOS_(?<section>[A-Za-z]+)__[A-Za-z]+")]
    private static partial Regex VariableName();
}
