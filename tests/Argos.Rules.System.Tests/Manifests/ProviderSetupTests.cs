using System.Text.Json;
using System.Text.RegularExpressions;
using Argos.Rules.Engine;
using Argos.Rules.Engine.Configuration;

namespace Argos.Rules.System.Tests.Manifests;

/// <summary>What the setup guide names is there: settings, files, components, codes, metrics. Its commands of <c>argos</c> are tried elsewhere, by the command line itself.</summary>
internal sealed partial class ProviderSetupTests
{
    private static readonly string Folder = Path.Combine(ManifestFiles.Root, "k8s");

    private static readonly string Guide = File.ReadAllText(Path.Combine(Folder, "PROVIDER-SETUP.md"));

    private static Setting[] Settings { get; } = [.. EngineSettings.Sections.SelectMany(static section => Setting.Of(section))];

    /// <summary>The settings documents of the guide: the heading above each, which names the platform, and the document.</summary>
    public static IEnumerable<TestCaseData> SettingsDocuments =>
        from match in JsonBlock().Matches(Guide)
        where match.Groups[1].Value.Contains("dnsSuffixes", StringComparison.Ordinal)
        let heading = Heading().Matches(Guide[..match.Index])[^1].Groups[1].Value
        select new TestCaseData(heading, match.Groups[1].Value).SetArgDisplayNames(heading);

    [Test]
    public void Environment_variables_are_settings_of_the_engine()
    {
        var named = Variable().Matches(Guide).Select(static m => m.Value).Distinct().ToArray();

        Assert.That(named, Has.Length.GreaterThan(5));
        Assert.That(named, Is.SubsetOf(Settings.Select(static s => s.EnvironmentVariable)));
    }

    [Test]
    public void Settings_by_section_are_settings_of_the_engine()
    {
        var sections = EngineSettings.Sections.Select(static s => s.Name).ToArray();
        var named = SettingKey().Matches(Guide).Select(static m => m.Value).Where(key => sections.Contains(key.Split(':')[0])).Distinct().ToArray();

        Assert.That(named, Does.Contain("Callback:AllowedClients").And.Contain("Callback:BasePath"));
        Assert.That(named, Is.SubsetOf(Settings.Select(static s => s.Key)));
    }

    [TestCaseSource(nameof(SettingsDocuments))]
    public void Settings_of_the_platform_are_in_the_readme_of_its_policy(string heading, string document)
    {
        var policy = heading switch { "EC2" => "aws-ec2", "EKS" => "aws-eks", "Fargate and ECS" => "aws-fargate", "Lambda" => "aws-lambda", _ => throw new AssertionException($"which policy is `{heading}`?") };
        var readme = File.ReadAllText(Path.Combine(ManifestFiles.Root, "policies", policy, "README.md"));

        var names = JsonDocument.Parse(document).RootElement.EnumerateObject().Select(static p => p.Name).ToArray();

        Assert.That(names.Where(name => !readme.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_platform_of_aws_has_its_settings() =>
        Assert.That(SettingsDocuments.Select(static d => (string)d.Arguments[0]!), Is.EquivalentTo(new[] { "EC2", "EKS", "Fargate and ECS", "Lambda" }));

    [Test]
    public void Settings_that_the_text_names_are_in_the_readme_of_a_policy()
    {
        var readmes = string.Concat(Directory.EnumerateFiles(Path.Combine(ManifestFiles.Root, "policies"), "README.md", SearchOption.AllDirectories).Select(File.ReadAllText));
        // As `clientIp` or `domainMapping: {...}`: what begins in lower case and has a capital is a setting of a policy or a member of a request.
        var named = PolicySetting().Matches(Guide).Select(static m => m.Groups[1].Value).Except(["attestationData", "podIP", "identityToken", "getAWSLambdaServiceCertificate"]).Distinct().ToArray();

        Assert.That(named, Does.Contain("bootTimeOffsetSeconds"));
        Assert.That(named.Where(name => !readmes.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Links_lead_to_files_and_headings()
    {
        var wrong = Link().Matches(Guide).Select(static m => m.Groups[1].Value).Where(static link => !link.Contains("://", StringComparison.Ordinal)).Where(static link => !Exists(link));

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Files_and_components_that_commands_use_are_there()
    {
        var named = RepositoryPath().Matches(Guide).Select(static m => m.Groups[1].Value).Distinct().ToArray();

        Assert.That(named, Does.Contain("k8s/patch/sia.yaml").And.Contain("k8s/components/aws"));
        Assert.That(named.Where(static path => !Path.Exists(Path.Combine(ManifestFiles.Root, path))), Is.Empty);
    }

    [Test]
    public void Codes_are_in_the_readme_of_a_policy_or_the_engines_own()
    {
        var readmes = string.Concat(Directory.EnumerateFiles(Path.Combine(ManifestFiles.Root, "policies"), "README.md", SearchOption.AllDirectories).Select(File.ReadAllText));
        var table = Guide[Guide.IndexOf("## When it does not work", StringComparison.Ordinal)..];
        var codes = Code().Matches(table).Select(static m => m.Groups[1].Value).Distinct().ToArray();

        Assert.That(codes, Does.Contain("token-too-old").And.Contain("no-policy-applies"));
        Assert.That(codes.Where(code => code != "no-policy-applies" && !readmes.Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Metrics_exist()
    {
        var metrics = Metric().Matches(Guide).Select(static m => m.Value).Distinct().ToArray();

        Assert.That(metrics, Is.Not.Empty.And.SubsetOf(KnownMetrics.All));
    }

    [Test]
    public void Variables_of_the_kubernetes_agent_are_in_its_patch()
    {
        var patch = File.ReadAllText(Path.Combine(Folder, "patch", "sia.yaml"))
            + File.ReadAllText(Path.Combine(Folder, "patch", "sia-private-ca.yaml"));
        var section = Guide[Guide.IndexOf("\n## Kubernetes", StringComparison.Ordinal)..Guide.IndexOf("\n## EC2", StringComparison.Ordinal)];

        var variables = AgentVariable().Matches(section).Select(static m => m.Groups[1].Value).ToArray();

        Assert.That(variables, Does.Contain("PROVIDER_SERVICE").And.Contain("SA_TOKEN_FILE").And.Contain("ATHENZ_DOMAIN"));
        Assert.That(variables.Where(static name => name != "DELETE_INSTANCE_ID").Where(name =>
            !patch.Contains($"name: {name}", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>What agents ask for, as they were seen to: where the guide and the examples leave it out, they are refused.</summary>
    [TestCase("-cacert ca.crt", TestName = "Guide_has_the_authority_for_zts_svccert")]
    [TestCase("\"ssh\": false", TestName = "Guide_says_what_to_do_without_a_host_key")]
    [TestCase("RestartSec=120", TestName = "Guide_says_that_the_agents_unit_starts_it_again")]
    [TestCase("sys.auth:dns.svc", TestName = "Guide_has_the_grant_for_names_below_svc")]
    [TestCase("1.8.54", TestName = "Guide_has_the_oldest_zts")]
    [TestCase("\"eksDnsSuffixes\": [\"svc.cluster.local\", \"pod.cluster.local\", \"svc\"]", TestName = "Guide_has_the_suffix_svc")]
    public void Guide_says(string text) => Assert.That(Guide, Does.Contain(text));

    [Test]
    public void Secrets_and_objects_are_called_as_in_the_manifests()
    {
        var manifests = string.Concat(ManifestFiles.All.Select(File.ReadAllText));
        var secrets = Secret().Matches(Guide).Select(static m => m.Groups[1].Value).Distinct().ToArray();

        Assert.That(secrets, Is.EquivalentTo(new[] { "identityd-service-key", "identityd-tls" }));
        Assert.That(secrets.Where(name => !manifests.Contains($"secretName: {name}", StringComparison.Ordinal)), Is.Empty);
        Assert.That(ManifestFiles.Read("k8s/deployment.yaml").Text("metadata/name"), Is.EqualTo("identityd"), "`deploy/identityd` in the guide");
        Assert.That(ManifestFiles.Read("k8s/deployment.yaml").Text("metadata/namespace"), Is.EqualTo("argos"), "`-n argos` in the guide");
    }

    private static bool Exists(string link)
    {
        var (file, anchor) = link.Split('#') is [var path, var heading] ? (path, heading) : (link, "");
        var target = file.Length == 0 ? Path.Combine(Folder, "PROVIDER-SETUP.md") : Path.Combine(Folder, file);
        if (anchor.Length == 0) return Path.Exists(target);
        // GitHub: lower case, spaces are hyphens, punctuation is dropped.
        return File.Exists(target) && AnyHeading().Matches(File.ReadAllText(target)).Select(static m => m.Groups[1].Value).Any(title => string.Concat(title.ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-')).Replace(' ', '-') == anchor);
    }

    [GeneratedRegex(@"ARGOS_[A-Za-z]+__[A-Za-z]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Za-z]*:[A-Z][A-Za-z]+\b")]
    private static partial Regex SettingKey();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex AnyHeading();

    [GeneratedRegex(@"`([a-z]+[A-Z][A-Za-z]*)(?:`|: )")]
    private static partial Regex PolicySetting();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w.])(?:\.\./)?((?:k8s|policies)/[\w./-]*\w)")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"`([a-z0-9]+(?:-[a-z0-9]+)+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\bargos_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"`([A-Z][A-Z_]+)`")]
    private static partial Regex AgentVariable();

    [GeneratedRegex(@"[Ss]ecret (?:generic |`)([a-z-]+)")]
    private static partial Regex Secret();
}
