using YamlDotNet.RepresentationModel;

namespace Argos.Rules.System.Tests.Manifests;

public sealed class ManifestTests
{
    private static readonly string[] PodVerbs = ["list", "watch"];
    private static readonly string[] ConfigMapVerbs = ["list", "watch", "patch"];
    private static readonly string[] EventVerbs = ["create", "patch"];

    private static YamlNode Pod => ManifestFiles.Read("k8s/deployment.yaml").At("spec/template/spec");

    private static YamlNode Settings => ManifestFiles.Read("k8s/settings.yaml");

    /// <summary>Those that are shipped: the folders right below <c>policies/</c>. The cookbook is for reading and copying.</summary>
    public static IEnumerable<string> StockPolicies =>
        Directory.EnumerateDirectories(Path.Combine(ManifestFiles.Root, "policies"))
            .Where(static folder => File.Exists(Path.Combine(folder, "policy.csx")))
            .Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(StockPolicies))]
    public void ConfigMap_of_a_stock_policy_holds_its_source_and_its_tests(string name)
    {
        var manifest = ManifestFiles.Read(ManifestFiles.All.Single(file => Path.GetFileName(file) == $"{name}.yaml"));

        var source = File.ReadAllText(Path.Combine(ManifestFiles.Root, "policies", name, "policy.csx"));

        Assert.That(manifest.Text($"data/{name}.csx"), Is.EqualTo(source), "run the target Manifests");
        Assert.That(manifest.Text($"data/{name}.tests.yaml"), Is.EqualTo(File.ReadAllText(Path.Combine(ManifestFiles.Root, "policies", name, "tests.yaml"))), "run the target Manifests");
    }

    [TestCaseSource(nameof(StockPolicies))]
    public void Setup_guide_has_the_policy(string name) =>
        Assert.That(File.ReadAllText(Path.Combine(ManifestFiles.Root, "k8s", "PROVIDER-SETUP.md")), Does.Contain($"`{name}`"));

    [Test]
    public void Kustomization_lists_every_manifest()
    {
        var listed = ManifestFiles.Read("k8s/kustomization.yaml").Texts("resources");

        var folder = Path.Combine(ManifestFiles.Root, "k8s");
        // What is patched in, chosen, or a value of the chart is not in every installation.
        string[] elsewhere = ["patch/", "components/", "chart/"];
        var present = ManifestFiles.All.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => file != "kustomization.yaml" && !elsewhere.Any(start => file.StartsWith(start, StringComparison.Ordinal)));

        Assert.That(listed, Is.EquivalentTo(present));
    }

    [Test]
    public void Engine_holds_no_credential_of_the_cluster()
    {
        var mounts = ((YamlSequenceNode)Pod.At("containers/engine/volumeMounts")).Select(static mount => mount.Text("name"));

        Assert.Multiple(() =>
        {
            Assert.That(Pod.Text("automountServiceAccountToken"), Is.EqualTo("false"));
            Assert.That(mounts, Does.Not.Contain("api-token"));
            Assert.That(Pod.At("containers/mgmt/volumeMounts/api-token").Text("mountPath"), Is.EqualTo("/var/run/secrets/kubernetes.io/serviceaccount"));
        });
    }

    [Test]
    public void Both_containers_share_a_generated_management_token_in_memory_and_nothing_else_has_it()
    {
        var (engine, mgmt) = (Pod.At("containers/engine"), Pod.At("containers/mgmt"));
        var file = engine.Text("env/ARGOS_Management__TokenFile/value")!;

        Assert.Multiple(() =>
        {
            Assert.That(engine.Text("env/ARGOS_Management__GenerateToken/value"), Is.EqualTo("true"));
            Assert.That(mgmt.Text("env/ARGOS_Engine__TokenFile/value"), Is.EqualTo(file));
            Assert.That(Path.GetDirectoryName(file), Is.EqualTo(engine.Text("volumeMounts/management-token/mountPath")));
            Assert.That(Path.GetDirectoryName(file), Is.EqualTo(mgmt.Text("volumeMounts/management-token/mountPath")));
            Assert.That(mgmt.Text("volumeMounts/management-token/readOnly"), Is.EqualTo("true"));
            Assert.That(Pod.Text("volumes/management-token/emptyDir/medium"), Is.EqualTo("Memory"));
        });
    }

    [TestCase("engine")]
    [TestCase("mgmt")]
    public void Containers_have_no_privileges(string container)
    {
        var security = Pod.At($"containers/{container}/securityContext");

        Assert.Multiple(() =>
        {
            Assert.That(Pod.Text("securityContext/runAsNonRoot"), Is.EqualTo("true"));
            Assert.That(security.Text("readOnlyRootFilesystem"), Is.EqualTo("true"));
            Assert.That(security.Text("allowPrivilegeEscalation"), Is.EqualTo("false"));
            Assert.That(security.Texts("capabilities/drop"), Is.EqualTo(new[] { "ALL" }));
        });
    }

    [Test]
    public void Probes_ask_the_diagnostics_listener()
    {
        var engine = Pod.At("containers/engine");

        Assert.Multiple(() =>
        {
            Assert.That(engine.Text("livenessProbe/httpGet/path"), Is.EqualTo("/health/live"));
            Assert.That(engine.Text("readinessProbe/httpGet/path"), Is.EqualTo("/health/ready"));
            Assert.That(engine.Text("readinessProbe/httpGet/port"), Is.EqualTo("diagnostics"));
            Assert.That(engine.Text("ports/diagnostics/containerPort"), Is.EqualTo("8282"));
        });
    }

    [Test]
    public void Rights_are_the_least_that_mgmt_needs()
    {
        var cluster = ManifestFiles.Read("k8s/cluster-role.yaml");
        var role = ManifestFiles.Read("k8s/role.yaml");

        Assert.Multiple(() =>
        {
            Assert.That(((YamlSequenceNode)cluster.At("rules")).Children, Has.Count.EqualTo(2));
            Assert.That(cluster.Texts("rules/0/resources"), Is.EqualTo(new[] { "pods" }));
            Assert.That(cluster.Texts("rules/0/verbs"), Is.EqualTo(PodVerbs));
            Assert.That(cluster.Texts("rules/1/nonResourceURLs"), Is.EqualTo(new[] { "/openid/v1/jwks" }));
            Assert.That(((YamlSequenceNode)role.At("rules")).Children, Has.Count.EqualTo(2));
            Assert.That(role.Texts("rules/0/resources"), Is.EqualTo(new[] { "configmaps" }));
            Assert.That(role.Texts("rules/0/verbs"), Is.EqualTo(ConfigMapVerbs));
            Assert.That(role.Texts("rules/1/resources"), Is.EqualTo(new[] { "events" }));
            Assert.That(role.Texts("rules/1/verbs"), Is.EqualTo(EventVerbs));
        });
    }

    [Test]
    public void Workload_patch_fits_the_settings()
    {
        var settings = new YamlStream();
        settings.Load(new StringReader(Settings.Text("data/settings.yaml")));
        var document = settings.Documents.Single().RootNode;
        var annotations = (YamlMappingNode)Settings.At("metadata/annotations");
        var annotation = ((YamlScalarNode)annotations.Children["argos.athenz.io/path"]).Value;
        var workload = ManifestFiles.Read("k8s/patch/sia.yaml").At("spec/template/spec");

        Assert.Multiple(() =>
        {
            Assert.That(workload.Text("volumes/identityd-token/projected/sources/0/serviceAccountToken/audience"), Is.EqualTo(document.Text("audience")));
            Assert.That(workload.Text("initContainers/sia-init/env/DNS_SUFFIX/value"), Is.EqualTo(document.Text("dnsSuffixes/0")));
            Assert.That($"providers/{workload.Text("containers/sia/env/PROVIDER_SERVICE/value")}", Is.EqualTo(annotation));
        });
    }

    /// <summary>
    /// k8s-athenz-sia 3.x has no defaults: what it writes must lie in the volume that the workload mounts, its token
    /// where that volume is.
    /// </summary>
    [Test]
    public void Workload_patch_names_the_files_of_the_newer_agent()
    {
        var workload = ManifestFiles.Read("k8s/patch/sia.yaml").At("spec/template/spec");
        var source = workload.At("volumes/identityd-token/projected/sources/0/serviceAccountToken");

        Assert.Multiple(() =>
        {
            foreach (var container in new[] { "initContainers/sia-init", "containers/sia" })
            {
                var certificates = workload.Text($"{container}/volumeMounts/tls-certs/mountPath");
                var token = workload.Text($"{container}/volumeMounts/identityd-token/mountPath");
                foreach (var file in new[] { "KEY_FILE", "CERT_FILE", "CA_CERT_FILE" })
                    Assert.That(workload.Text($"{container}/env/{file}/value"), Does.StartWith(certificates + "/"), file);
                Assert.That(workload.Text($"{container}/env/SA_TOKEN_FILE/value"), Is.EqualTo($"{token}/{source.Text("path")}"));
                foreach (var part in new[] { "ATHENZ_DOMAIN", "ATHENZ_PREFIX", "ATHENZ_SUFFIX" })
                    Assert.That(workload.Text($"{container}/env/{part}/value"), Is.Empty, part);
            }
        });
    }

    [Test]
    public void Patch_for_a_private_authority_names_its_file()
    {
        var workload = ManifestFiles.Read("k8s/patch/sia-private-ca.yaml").At("spec/template/spec");

        foreach (var container in new[] { "initContainers/sia-init", "containers/sia" })
        {
            var mounted = workload.Text($"{container}/volumeMounts/athenz-ca/mountPath");
            Assert.That(workload.Text($"{container}/env/SERVER_CA_CERT/value"), Is.EqualTo(mounted + "/ca.crt"));
        }
    }
}
