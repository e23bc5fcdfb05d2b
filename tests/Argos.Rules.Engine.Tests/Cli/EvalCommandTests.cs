using System.Text.Json;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Cli;

internal sealed class EvalCommandTests
{
    private const string Confirmation = """{"provider": "test.one", "domain": "shop", "service": "web", "attestationData": "secret-attestation", "attributes": {"instanceId": "u-1"}}""";

    private static CliRun World() => new CliRun().Write("a/policy.csx", CliRun.Policy).Write("c.json", Confirmation).Write("teams.yaml", "- shop\n").Write("admin.json", Confirmation.Replace("web", "admin", StringComparison.Ordinal));

    [Test]
    public async Task Eval_prints_decision_and_policies_without_the_attestation()
    {
        using var cli = World();

        var exit = await cli.RunAsync("eval", "c.json", "-p", "a", "-d", "teams=teams.yaml");

        Assert.That(exit, Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.StartWith("allowed\n  certExpiryTime: 60\n  a: allow ("));
        Assert.That(cli.Output + cli.Error, Does.Not.Contain("secret-attestation"));
    }

    [Test]
    public async Task Eval_denied_or_undecided_is_exit_code_1()
    {
        using var cli = World();

        Assert.That(await cli.RunAsync("eval", "admin.json", "-p", "a"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.StartWith("denied: service-reserved\n  a: deny service-reserved: nobody is admin"));
        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "a"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.StartWith("undecided: team-unknown\n").And.Contain("waits for `teams`"));
    }

    [Test]
    public async Task Eval_of_another_provider_says_that_no_policy_matched()
    {
        using var cli = World().Write("other.json", Confirmation.Replace("test.one", "aws.one", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("eval", "other.json", "-p", "a"), Is.EqualTo(1));
        Assert.That(cli.Output, Is.EqualTo("denied: no-policy-applies\n  no policy matched this provider\n"));
    }

    [Test]
    public async Task Eval_explain_tells_conditions_and_calls_with_their_values()
    {
        using var cli = World();

        await cli.RunAsync("eval", "c.json", "-p", "a", "--explain", "full");
        Assert.That(cli.Output, Does.Match("""a: wait team-unknown, waits for `teams` \(\d+ us\)\n +5:5 +false +Input\.Service == "admin" +"web" == "admin"\n"""));
        Assert.That(cli.Output, Does.Match("""6:5 +true +!Data\["teams"\]\.Texts\.Contains\(Input\.Domain\)""").And.Not.Contain("secret-attestation"));
        await cli.RunAsync("eval", "c.json", "-p", "a", "--explain", "fails");
        Assert.That(cli.Output, Does.Contain("6:5").And.Not.Contain("\"web\" == \"admin\""));
        await cli.RunAsync("eval", "c.json", "-p", "a", "-d", "teams=teams.yaml", "--explain", "fails");
        Assert.That(cli.Output.Split('\n'), Has.Length.EqualTo(4), "a policy that allows has nothing to explain");
        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "a", "--explain", "all"), Is.EqualTo(2));
    }

    [Test]
    public async Task Eval_explain_json_has_the_conditions()
    {
        using var cli = World();

        await cli.RunAsync("eval", "admin.json", "-p", "a", "--explain", "fails", "-o", "json");

        var root = JsonDocument.Parse(cli.Output).RootElement;
        Assert.That(root.GetProperty("explanation").GetString(), Is.EqualTo("`a` said deny `service-reserved`"));
        Assert.That(root.GetProperty("policies")[0].GetProperty("conditions")[0].GetProperty("value").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Eval_explain_of_another_provider_names_what_is_loaded()
    {
        using var cli = World().Write("other.json", Confirmation.Replace("test.one", "aws.one", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("eval", "other.json", "-p", "a", "--explain", "fails"), Is.EqualTo(1));
        Assert.That(cli.Output, Is.EqualTo("denied: no-policy-applies\n  no policy matches provider `aws.one`; loaded: `a` (test.*)\n"));
    }

    [Test]
    public async Task Eval_in_a_running_engine_explains_and_compares_with_what_is_live()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var cli = World();
        var address = engine.ManagementUri.ToString();

        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", address, "--explain", "fails"), Is.EqualTo(1), cli.Error);
        Assert.That(cli.Output, Is.EqualTo("denied: no-policy-applies\n  no policy matches provider `test.one`; loaded: none\nlive: the same\n"));
        Assert.That(await cli.RunAsync("eval", "admin.json", "--engine", address, "-p", "a", "--explain", "fails"), Is.EqualTo(1), cli.Error);
        Assert.That(cli.Output, Does.StartWith("denied: service-reserved\n  a: deny service-reserved: nobody is admin").And.Contain("\"admin\" == \"admin\"").And.EndWith("live: denied: no-policy-applies\n"));
    }

    [Test]
    public async Task Eval_in_a_running_engine_lays_a_file_over_the_live_policy_that_is_meant()
    {
        await using var engine = await new RunningEngine().StartAsync();
        using var http = new HttpClient { BaseAddress = engine.ManagementUri };
        async Task PutAsync(string id) => (await http.PutAsync(new Uri("/v1/policies/" + id, UriKind.Relative), new StringContent("// ---\n// title: t\n// providers: [\"test.*\"]\n// ---\nreturn Deny(\"live-says-no\");\n"))).EnsureSuccessStatusCode();
        using var cli = World().Write("edited.csx", "// ---\n// title: t\n// providers: [\"test.*\"]\n// ---\nreturn Allow();\n");
        var address = engine.ManagementUri.ToString();
        await PutAsync("argos/shop/a.csx");

        Assert.That(await cli.RunAsync("eval", "admin.json", "--engine", address, "-p", "a"), Is.EqualTo(1), cli.Error);
        Assert.That(cli.Output, Does.StartWith("denied: service-reserved\n").And.EndWith("live: denied: live-says-no\n"));
        Assert.That(cli.Error, Does.Contain("`a/policy.csx` is laid over `argos/shop/a.csx`"));
        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", address, "-p", "edited.csx"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("`-p ID=edited.csx`").And.Contain("`argos/shop/a.csx`").And.Contain("`--new`"));
        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", address, "-p", "argos/shop/a.csx=edited.csx"), Is.Zero, cli.Error);
        Assert.That(cli.Output, Does.EndWith("live: denied: live-says-no\n"));
        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", address, "-p", "edited.csx", "--new"), Is.EqualTo(1));
        Assert.That(cli.Error, Does.Contain("is added as `edited`"));
        await PutAsync("argos/other/a.csx");
        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", address, "-p", "a"), Is.EqualTo(2));
        Assert.That(cli.Error, Does.Contain("2 policies of the engine are called `a`"));
    }

    [Test]
    public async Task Eval_of_a_policy_in_shadow_mode_says_that_it_decides_nothing()
    {
        using var cli = World().Write("s.csx", CliRun.Policy.Replace("// ---\nif", "// mode: shadow\n// ---\nif", StringComparison.Ordinal));

        Assert.That(await cli.RunAsync("eval", "admin.json", "-p", "s.csx"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.Contain("only policies in shadow mode fit").And.Contain("s (shadow): deny service-reserved"));
    }

    [Test]
    public async Task Eval_json_is_the_answer_of_the_dry_run()
    {
        using var cli = World();

        await cli.RunAsync("eval", "c.json", "-p", "a", "-d", "teams=teams.yaml", "-o", "json", "--operation", "refresh", "--now", "2026-03-01T12:00:00Z");

        Assert.That(JsonDocument.Parse(cli.Output).RootElement.GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
    }

    [Test]
    public async Task Eval_policy_with_errors_is_exit_code_3_with_its_place()
    {
        using var cli = World().Write("a/policy.csx", "return Nothing();");

        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "a"), Is.EqualTo(3));
        Assert.That(cli.Output, Does.StartWith("a/policy.csx:1:8: error"));
    }

    [Test]
    public async Task Eval_facts_are_given_by_value()
    {
        using var cli = World().Write("d.csx", "var host = Dns.Resolve(\"a.example.com\");\nif (host.Pending) return Wait(host, \"dns-pending\");\nreturn Allow();\n").Write("facts.yaml", "dns: {a.example.com: [10.1.2.3]}\n").Write("list.json", "[]");

        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "d.csx"), Is.EqualTo(1));
        Assert.That(cli.Output, Does.StartWith("undecided: dns-pending"));
        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "d.csx", "--facts", "facts.yaml"), Is.Zero, cli.Output + cli.Error);
        Assert.That(await cli.RunAsync("eval", "c.json", "-p", "d.csx", "--facts", "list.json"), Is.EqualTo(2));
    }

    [TestCase("there is no policy", "eval", "c.json")]
    [TestCase("`gone.json` is not there", "eval", "gone.json", "-p", "a")]
    [TestCase("needs `path=file`", "eval", "c.json", "-p", "a", "-d", "teams.yaml")]
    [TestCase("is not JSON", "eval", "a/policy.csx", "-p", "a")]
    [TestCase("is not a time", "eval", "c.json", "-p", "a", "--now", "noon")]
    [TestCase("is not an address", "eval", "c.json", "--engine", "engine:1")]
    public async Task Eval_wrong_use_says_what_is_wrong(string message, params string[] args)
    {
        using var cli = World();

        Assert.That(await cli.RunAsync(args), Is.EqualTo(2), cli.Error);
        Assert.That(cli.Error, Does.Contain(message));
    }

    [Test]
    public async Task Eval_engine_that_is_not_there_is_told()
    {
        using var cli = World();

        Assert.That(await cli.RunAsync("eval", "c.json", "--engine", "http://127.0.0.1:1"), Is.EqualTo(1));
        Assert.That(cli.Error, Does.Contain("cannot be reached"));
    }
}
