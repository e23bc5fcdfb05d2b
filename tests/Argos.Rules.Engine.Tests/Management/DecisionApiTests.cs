using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Instances;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Engine.Management;

namespace Argos.Rules.Engine.Tests.Management;

internal sealed class DecisionApiTests : ManagementTest
{
    private const string Confirmation = """{"provider":"k8s.c.identityd","domain":"media","service":"api","attestationData":"secret-token","attributes":null}""";

    [TestCase("", InstanceOperation.Register)]
    [TestCase(""","operation":"register" """, InstanceOperation.Register)]
    [TestCase(""","operation":"refresh" """, InstanceOperation.Refresh)]
    public async Task Decision_is_made_of_the_input_and_shown_as_result(string more, InstanceOperation expected)
    {
        (string, InstanceOperation, string)? asked = null;
        Host.Decide = (confirmation, operation, caller) =>
        {
            asked = (confirmation.ToString(), operation, caller);
            return new Decision { Id = "d-7", Outcome = DecisionOutcome.Denied, Codes = ["pod-unknown"] };
        };

        var reply = await Host.SendAsync("POST", "/v1/data/argos/decision", $$"""{"input":{{Confirmation}}{{more}}}""");

        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(reply.Body.GetProperty("decision_id").GetString(), Is.EqualTo("d-7"));
        Assert.That(reply.Body.GetProperty("result").GetProperty("outcome").GetString(), Is.EqualTo("denied"));
        Assert.That(reply.Body.GetProperty("result").GetProperty("codes")[0].GetString(), Is.EqualTo("pod-unknown"));
        Assert.That(asked, Is.EqualTo(("media.api by k8s.c.identityd", expected, "management")));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"input":null}""")]
    [TestCase("""{"input":{"provider":"p","domain":"d"}}""")]
    [TestCase("""{"input":{"provider":"p","domain":"d","service":7}}""")]
    [TestCase("""{"input":{"provider":"p","domain":"d","service":"s","attributes":[]}}""")]
    [TestCase("""{"input":CONFIRMATION,"operation":"delete"}""")]
    [TestCase("""{"input":CONFIRMATION,"operation":null}""")]
    public async Task Decision_of_what_is_no_confirmation_is_400_and_nothing_is_decided(string body)
    {
        Host.Decide = (_, _, _) => throw new InvalidOperationException("must not be called");

        var reply = await Host.SendAsync("POST", "/v1/data/argos/decision", body.Replace("CONFIRMATION", Confirmation, StringComparison.Ordinal));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(reply.Text, Does.Not.Contain("secret-token"));
    }

    [Test]
    public async Task Decision_with_a_body_of_two_mebibytes_is_413() =>
        Assert.That((await Host.SendAsync("POST", "/v1/data/argos/decision", new string(' ', 2 * 1024 * 1024))).Status, Is.EqualTo(413));

    [Test]
    public async Task The_webhook_paths_answer_as_the_callback_does()
    {
        Assert.That((await Host.SendAsync("POST", "/v0/data/argos/instance", Confirmation)).Text, Is.EqualTo("callback Register"));
        Assert.That((await Host.SendAsync("POST", "/v0/data/argos/refresh", Confirmation)).Text, Is.EqualTo("callback Refresh"));
    }

    [Test]
    public async Task Dry_run_shows_the_answer()
    {
        DryRunRequest? asked = null;
        var decision = new Decision { Id = "d", Outcome = DecisionOutcome.Allowed };
        Host.DryRun = request =>
        {
            asked = request;
            return (new DryRunResponse { Decision = decision, Live = decision, Changed = false, Policies = [] }, null);
        };

        var reply = await Host.SendAsync("POST", "/v1/dryrun", $$$"""{"input":{{{Confirmation}}},"only":true,"policies":{"p":"return Allow();","q":null},"data":{"a/b":1}}""");

        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        Assert.That(reply.Body.GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
        Assert.That((asked!.Only, asked.Policies!.Count, asked.Data!["a/b"].GetInt32(), asked.Operation), Is.EqualTo((true, 2, 1, "register")));
    }

    [Test]
    public async Task Dry_run_of_a_candidate_with_errors_is_400_with_all_of_them()
    {
        Host.DryRun = _ => (null, new ErrorBody("invalid_parameter", "the candidate `p` has errors", [new Diagnostic("CS1", "one"), new Diagnostic("CS2", "two")]));

        var reply = await Host.SendAsync("POST", "/v1/dryrun", $$"""{"input":{{Confirmation}}}""");

        Assert.That((reply.Status, reply.Code, reply.Body.GetProperty("errors").GetArrayLength()), Is.EqualTo((400, "invalid_parameter", 2)));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"input":{},"now":"yesterday"}""")]
    [TestCase("""{"input":{},"policies":[]}""")]
    public async Task Dry_run_that_cannot_be_read_is_400(string body)
    {
        var reply = await Host.SendAsync("POST", "/v1/dryrun", body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(reply.Text, Does.Not.Contain("Argos.Rules").And.Not.Contain("System."));
    }

    [TestCase("""{"input":CONFIRMATION,"polices":{}}""", "`polices` is not a member of a dry run: did you mean `policies`?")]
    [TestCase("""{"input":CONFIRMATION,"Now":"2026-01-01T00:00:00Z"}""", "`Now` is not a member of a dry run: did you mean `now`?")]
    [TestCase("""{"input":CONFIRMATION,"entirelyDifferent":1}""", "`entirelyDifferent` is not a member of a dry run: there are `input`, `operation`, `now`")]
    [TestCase("""{"input":CONFIRMATION,"a b":1}""", "there is a member that is not a member of a dry run")]
    [TestCase("""{"input":{"provider":"p","domain":"d","service":"s","atributes":{}}}""", "`atributes` is not a member of `input`, a confirmation: did you mean `attributes`?")]
    public async Task Dry_run_with_an_unknown_member_is_400_and_names_it_and_the_nearest_one(string body, string problem)
    {
        Host.DryRun = _ => throw new InvalidOperationException("must not be called");

        var reply = await Host.SendAsync("POST", "/v1/dryrun", body.Replace("CONFIRMATION", Confirmation, StringComparison.Ordinal));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((400, "invalid_parameter")));
        Assert.That(reply.Body.GetProperty("message").GetString(), Does.StartWith(problem));
    }

    [Test]
    public async Task Decision_with_an_unknown_member_is_400()
    {
        var reply = await Host.SendAsync("POST", "/v1/data/argos/decision", $$"""{"input":{{Confirmation}},"operaton":"refresh"}""");

        Assert.That((reply.Status, reply.Body.GetProperty("message").GetString()),
            Is.EqualTo((400, "`operaton` is not a member of the request: did you mean `operation`?")));
    }

    [Test]
    public void Readme_describes_every_member_of_a_dry_run_and_of_its_answer()
    {
        var readme = File.ReadAllText(Path.Combine(Architecture.SourceTree.Root, "engine/README.md"));
        var members =
            new[] { Contracts.ContractsJson.Default.DryRunRequest.Properties, Contracts.ContractsJson.Default.DryRunResponse.Properties,
            Contracts.ContractsJson.Default.Decision.Properties, Contracts.ContractsJson.Default.PolicyResult.Properties };

        Assert.That(members.SelectMany(static all => all).Select(static member => member.Name).Where(name => !readme.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Status_shows_engine_policies_and_pods()
    {
        await Host.SendAsync("PUT", "/v1/policies/p", "good", ("Argos-Source", "mgmt"));
        await Host.SendAsync("PUT", "/v1/data/kubernetes/pods/ns/p1", "{}");

        var status = (await Host.SendAsync("GET", "/v1/status")).Body;

        Assert.That(status.GetProperty("engineId").GetString(), Is.EqualTo(Host.Identity.Id));
        Assert.That(status.GetProperty("startedAt").GetDateTimeOffset(), Is.EqualTo(Host.Time.Start));
        Assert.That((status.GetProperty("revision").GetInt32(), status.GetProperty("pods").GetInt32()), Is.EqualTo((2, 1)));
        Assert.That(status.GetProperty("policies")[0].GetRawText(), Is.EqualTo("""{"id":"p","hash":"hash","mode":"enforce","providers":["*"],"source":"mgmt"}"""));
        Assert.That(status.GetProperty("notReadyReasons")[0].GetString(), Does.Contain("mgmt"));
    }

    [Test]
    public async Task Status_shows_suspended_policies()
    {
        Host.Suspended = policy => policy.Id == "b" ? new SuspensionStatus(false, 3) : null;
        await Host.SendAsync("PUT", "/v1/policies/a", "good");
        await Host.SendAsync("PUT", "/v1/policies/b", "good");

        var policies = (await Host.SendAsync("GET", "/v1/status")).Body.GetProperty("policies");

        Assert.That(policies[0].TryGetProperty("suspended", out _), Is.False);
        Assert.That(policies[1].GetProperty("suspended").GetRawText(), Is.EqualTo("""{"whole":false,"callers":3}"""));
    }

    [Test]
    public async Task Config_shows_settings_but_neither_secrets_nor_what_files_hold()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "the-token");
            await using var host = await ManagementHost.StartAsync(new ManagementOptions { TokenFile = file });

            var reply = await host.SendAsync("GET", "/v1/config", null, ("Authorization", "Bearer the-token"));

            var management = reply.Body.GetProperty("result").GetProperty("Management");
            Assert.That((management.GetProperty("Listen").GetString(), management.GetProperty("TokenFile").GetString()), Is.EqualTo(("127.0.0.1:8181", file)));
            Assert.That(reply.Body.GetProperty("result").GetProperty("Sync").GetProperty("RequiredSources").GetRawText(), Is.EqualTo("""["mgmt"]"""));
            Assert.That(reply.Text, Does.Not.Contain("the-token"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
