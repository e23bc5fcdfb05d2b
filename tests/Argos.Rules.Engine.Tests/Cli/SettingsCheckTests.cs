namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`argos check`, `test` and `eval` on settings that policies refuse: before any request, with file and line.</summary>
internal sealed class SettingsCheckTests
{
    private const string Policy = """
        // ---
        // providers: ["k8s.*"]
        // settings:
        //   issuer: {type: text, required: true}
        //   requireSanIp: {type: flag, default: false}
        //   webIdentity: {type: object, members: {audience: {type: text, required: true}}}
        // ---
        if (Settings.Flag("requireSanIp", false)) return Deny("never");
        return Settings.Text("issuer") == "i" ? Allow() : Deny("other-issuer");

        """;

    private const string Manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: k8s.one
          annotations:
            argos.athenz.io/path: providers/k8s.one
        data:
          settings.yaml: |
            issuer: i
            requireSanIP: true
        """;

    private const string Tests = """
        now: 2026-03-01T12:00:00Z
        settings:
          k8s.one: {issuer: i}
        base: {provider: k8s.one, domain: shop, service: web, attestation: x, attributes: {instanceId: u-1}}
        cases:
          - name: good
            expect: {outcome: allowed}
          - name: refused for another reason than it means
            settings: {k8s.one: {requireSanIP: true}}
          - name: refused as it says
            settings: {k8s.one: {requireSanIP: true}}
            expect: {codes: [settings-invalid]}

        """;

    [TestCase("settings.yaml", "issuer: i\nrequireSanIP: true\n", "settings.yaml:2:1")]
    [TestCase("settings.json", "{\n  \"issuer\": \"i\",\n  \"requireSanIP\": true\n}\n", "settings.json:3:3")]
    [TestCase("k8s.one=settings.json", "{\"issuer\":\"i\",\"requireSanIP\":true}", "settings.json:1:15")]
    [TestCase("map.yaml", Manifest, "map.yaml:10:5")]
    public async Task Misspelt_setting_is_an_error_at_its_place(string given, string text, string place)
    {
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write(given.Split('=')[^1], text);

        var exit = await cli.RunAsync("check", "a", "--settings", given);

        Assert.That(exit, Is.EqualTo(3), cli.Error);
        Assert.That(cli.Output, Is.EqualTo($"{place}: error settings-invalid: unknown setting `requireSanIP`; did you mean `requireSanIp`?\n"));
    }

    [TestCase("webIdentity:\n  audience: a\n  audences: b\nissuer: i\n", "s.yaml:3:3: error settings-invalid: setting `webIdentity` has the unknown member `audences`; did you mean `audience`? (policy `a`)\n")]
    [TestCase("requireSanIp: yes\nissuer: i\n", "s.yaml:1:1: error settings-invalid: setting `requireSanIp` must be `true` or `false` (policy `a`)\n")]
    [TestCase("requireSanIp: true\n", "s.yaml:1:1: error settings-missing: setting `issuer` is missing (policy `a`)\n")]
    [TestCase("issuer: [i\n", null)]
    [TestCase("", "s.yaml:1:1: error settings-file: there is nothing in it\n")]
    [TestCase("kind: ConfigMap\ndata:\n  s.yaml: x\n", "s.yaml:3:3: error settings-file: these are settings of no provider: the ConfigMap needs the annotation `argos.athenz.io/path` with `providers/<provider>`\n")]
    public async Task Everything_that_is_wrong_with_settings_is_an_error(string text, string? said)
    {
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("s.yaml", text);

        Assert.That(await cli.RunAsync("check", "a", "--settings", "s.yaml"), Is.EqualTo(3));
        if (said is not null) Assert.That(cli.Output, Is.EqualTo(said));
        else Assert.That(cli.Output, Does.StartWith("s.yaml:").And.Contain("error settings-file: this is not YAML"));
    }

    [Test]
    public async Task Good_settings_are_silent_and_those_of_another_provider_are_a_warning()
    {
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("s.yaml", "issuer: i\nrequireSanIp: true\n").Write("bound.yaml", "policies: [a, other]\nissuer: i\n");

        Assert.That(await cli.RunAsync("check", "a", "--settings", "s.yaml", "--settings", "k8s.one=s.yaml"), Is.Zero);
        Assert.That(cli.Output, Is.Empty);
        Assert.That(await cli.RunAsync("check", "a", "--settings", "aws.one=s.yaml"), Is.Zero);
        Assert.That(cli.Output, Is.EqualTo("s.yaml:1:1: warning settings-unchecked: none of the policies is for the provider `aws.one`: check these settings with those that are\n"));
        Assert.That(await cli.RunAsync("check", "a", "--settings", "aws.one=bound.yaml"), Is.Zero);
        Assert.That(cli.Output, Does.StartWith("bound.yaml:1:1: warning settings-unchecked: setting `policies` names a policy that is not among those checked, `other`"));
        Assert.That(await cli.RunAsync("check", "a", "--settings", "gone.yaml"), Is.EqualTo(2));
        Assert.That(cli.Error, Is.EqualTo("argos: `gone.yaml` is not there\n"));
    }

    [Test]
    public async Task Settings_beside_a_policy_and_in_its_tests_are_checked_by_check_and_test()
    {
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("a/tests.yaml", Tests).Write("a/settings.example.yaml", Manifest);
        const string Beside = "a/settings.example.yaml:10:5: error settings-invalid: unknown setting `requireSanIP`; did you mean `requireSanIp`?";
        const string Case = "a/tests.yaml:8:5: warning settings-invalid: case `refused for another reason than it means` is refused for its settings, which it does not expect: unknown setting `requireSanIP`; did you mean `requireSanIp`?";

        Assert.That(await cli.RunAsync("check", "a"), Is.EqualTo(3));
        Assert.That(cli.Output, Is.EqualTo($"{Case}\n{Beside}\n"));
        Assert.That(await cli.RunAsync("test", "a"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.Contain(Beside).And.Contain(Case));

        cli.Write("a/settings.example.yaml", Manifest.Replace("requireSanIP", "requireSanIp", StringComparison.Ordinal));
        Assert.That(await cli.RunAsync("check", "a"), Is.Zero);
        Assert.That(await cli.RunAsync("check", "a", "--strict"), Is.EqualTo(1));
        Assert.That(await cli.RunAsync("test", "a"), Is.Zero, cli.Output);
    }

    [Test]
    public async Task Settings_that_all_cases_share_are_told_once()
    {
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("a/tests.yaml", Tests.Replace("{issuer: i}", "{issuer: i, requireSanIP: true}", StringComparison.Ordinal));

        await cli.RunAsync("check", "a");

        Assert.That(cli.Output, Is.EqualTo("a/tests.yaml:3:24: warning settings-invalid: unknown setting `requireSanIP`; did you mean `requireSanIp`?\n"));
    }

    [Test]
    public async Task Eval_says_where_the_settings_are_wrong()
    {
        const string Confirmation = """{"provider": "k8s.one", "domain": "shop", "service": "web", "attestationData": "x", "attributes": {"instanceId": "u-1"}}""";
        using var cli = new CliRun().Write("a/policy.csx", Policy).Write("c.json", Confirmation).Write("s.yaml", "issuer: i\nrequireSanIP: true\n");

        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "a", "-d", "providers/k8s.one=s.yaml"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.StartWith("denied: settings-invalid\n"));
        Assert.That(cli.Error, Is.EqualTo("s.yaml:2:1: warning settings-invalid: unknown setting `requireSanIP`; did you mean `requireSanIp`?\n"));

        cli.Write("s.yaml", "issuer: i\n");
        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "a", "-d", "providers/k8s.one=s.yaml"), Is.Zero);
        Assert.That(cli.Error, Is.Empty);
    }
}
