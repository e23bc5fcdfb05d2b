using System.Text.Json;

namespace Argos.Rules.Engine.Tests.Cli;

/// <summary>`diff` finds what a change grants and refuses, shows the smallest question, and finds the same again.</summary>
internal sealed class DiffCommandTests
{
    private static CliRun World(string edited) => new CliRun().Write("a/policy.csx", CliRun.Policy).Write("a/tests.yaml", CliRun.Tests).Write("b.csx", edited);

    private static Task<int> DiffAsync(CliRun cli, params string[] more) => cli.RunAsync(["diff", "a", "b.csx", "-n", "20000", .. more]);

    [Test]
    public async Task Diff_of_the_same_is_nothing()
    {
        using var cli = World(CliRun.Policy);

        Assert.That(await DiffAsync(cli), Is.Zero, cli.Error);
        Assert.That((cli.Output, cli.Error), Is.EqualTo(("", "20000 evaluations: 0 differences, 0 of them grant more\n")));
    }

    [Test]
    public async Task Diff_finds_what_a_dropped_check_grants()
    {
        using var cli = World(CliRun.Policy.Replace("if (Input.Service == \"admin\") return Deny(\"service-reserved\", \"nobody is admin\");\n", "", StringComparison.Ordinal));

        Assert.That(await DiffAsync(cli), Is.EqualTo(1), cli.Error);
        Assert.That(cli.Output, Does.Contain("newly granted: denied service-reserved => allowed certExpiryTime=60\n"));
        Assert.That(cli.Output, Does.Contain("""{"provider":"test.one","domain":"shop","service":"admin","attributes":{}}"""), "the instance id is not needed for it");
        Assert.That(cli.Output + cli.Error, Does.Not.Contain("secret-attestation"));
    }

    [TestCase("return Allow(certExpiryMinutes: 60);", "return Allow(certExpiryMinutes: 90);", "wider: allowed certExpiryTime=60 => allowed certExpiryTime=90", 1)]
    [TestCase("return Allow(certExpiryMinutes: 60);", "return Allow();", "wider: allowed certExpiryTime=60 => allowed", 1)]
    [TestCase("return Allow(certExpiryMinutes: 60);", "return Allow(certExpiryMinutes: 30);", "narrower: allowed certExpiryTime=60 => allowed certExpiryTime=30", 0)]
    [TestCase("return Allow(certExpiryMinutes: 60);", "if (Input.SanDns.Count > 3) return Deny(\"too-many\");\nreturn Allow(certExpiryMinutes: 60);", "newly refused: allowed certExpiryTime=60 => denied too-many", 0)]
    [TestCase("\"service-reserved\"", "\"service-admin\"", "other reason: denied service-reserved => denied service-admin", 0)]
    [TestCase("return Wait(\"teams\", \"team-unknown\");", "return Allow();", "newly granted: undecided team-unknown => allowed", 1)]
    [TestCase("Input.Service == \"admin\"", "Input.Service == \"admin\" && !Input.IsRefresh", "newly granted: denied service-reserved => allowed certExpiryTime=60", 1)]
    [TestCase("providers: [\"test.*\"]", "providers: [\"test.*\", \"aws.*\"]", "newly granted: denied no-policy-applies => allowed certExpiryTime=60", 1)]
    public async Task Diff_names_the_kind(string from, string to, string expected, int exit)
    {
        using var cli = World(CliRun.Policy.Replace(from, to, StringComparison.Ordinal));

        Assert.That(await DiffAsync(cli), Is.EqualTo(exit), cli.Output + cli.Error);
        Assert.That(cli.Output, Does.Contain(expected + "\n"));
    }

    [Test]
    public async Task Diff_reaches_a_grant_behind_two_conditions()
    {
        using var cli = World(CliRun.Policy.Replace("if (Input.Service", "if (Input.IsRefresh && Input.Hostname == \"build.example.com\") return Allow();\nif (Input.Service", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("diff", "a", "b.csx", "-n", "400000"), Is.EqualTo(1), cli.Output + cli.Error);
        Assert.That(cli.Output, Does.Contain("""hostname":"build.example.com""").And.Contain("a refresh"));
    }

    [Test]
    public async Task Diff_finds_the_same_with_the_same_seed()
    {
        using var cli = World(CliRun.Policy.Replace("admin", "root", StringComparison.Ordinal));

        await DiffAsync(cli, "--seed", "5", "-o", "json");
        var first = cli.Output;
        await DiffAsync(cli, "--seed", "5", "-o", "json");

        Assert.That(cli.Output, Is.EqualTo(first));
        Assert.That(JsonDocument.Parse(first).RootElement.GetProperty("differences").GetArrayLength(), Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task Diff_needs_tests_and_policies_that_compile()
    {
        using var cli = new CliRun().Write("a.csx", CliRun.Policy).Write("b.csx", "return Nothing();");

        Assert.That(await cli.RunAsync("diff", "a.csx", "a.csx"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("no tests beside either policy"));
        Assert.That(await cli.RunAsync("diff", "a.csx", "b.csx"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.StartWith("b.csx:1:8: error"));
    }
}
