using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Argos.Rules.Cli.Playground;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>What the page can ask.</summary>
internal sealed class PlaygroundApiTests
{
    private const string Input =
        """{"provider": "test.one", "domain": "shop", "service": "web", "attestationData": "", "attributes": {}}""";

    private static readonly object Teams = new { name = "teams", policy = CliRun.Policy, tests = CliRun.Tests };

    [Test]
    public async Task Stock_policies_and_cookbook_are_examples_and_one_is_tried()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        using var response = await run.SendAsync(run.Get("/api/start"));
        var start = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var names = start.GetProperty("examples").EnumerateArray().Select(static e => e.GetProperty("name").GetString()!).ToArray();

        Assert.That(names, Does.Contain("kubernetes").And.Contain("aws-ec2").And.Contain("cookbook/restrict-namespace"));
        using var example = await run.SendAsync(run.Get("/api/examples/cookbook/restrict-namespace"));
        var answer = await run.AskAsync("/api/test", JsonDocument.Parse(await example.Content.ReadAsStringAsync()).RootElement);
        Assert.That(answer.GetProperty("cases").EnumerateArray().Select(static c => c.GetProperty("passed").GetBoolean()),
            Is.Not.Empty.And.All.True);
        Assert.That(await run.StatusAsync(run.Get("/api/examples/nothing")), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Own_policy_is_what_the_page_begins_with()
    {
        await using var run =
            await PlaygroundRun.EnteredAsync("mine", prepare: static cli => cli.Write("mine/policy.csx", CliRun.Policy)
            .Write("mine/tests.yaml", CliRun.Tests));
        using var response = await run.SendAsync(run.Get("/api/start"));
        var project = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("project");

        Assert.That(project.GetProperty("name").GetString(), Is.EqualTo("mine"));
        Assert.That(project.GetProperty("policy").GetString(), Is.EqualTo(CliRun.Policy));
        Assert.That(project.GetProperty("tests").GetString(), Is.EqualTo(CliRun.Tests));
    }

    [TestCase("mine/policy.csx", "mine/tests.yaml", "mine/mutants.yaml")]
    [TestCase("mine/teams.csx", "mine/teams.tests.yaml", "mine/teams.mutants.yaml")]
    public async Task Files_of_the_own_policy_are_those_that_are_called_like_it(string policy, string tests, string mutants)
    {
        await using var run = await PlaygroundRun.EnteredAsync(policy, prepare: cli =>
        {
            foreach (var other in new[] { "mine/tests.yaml", "mine/other.tests.yaml", "mine/mutants.yaml", "mine/other.mutants.yaml" })
                cli.Write(other, "of another policy");
            cli.Write(policy, CliRun.Policy).Write(tests, "its tests").Write(mutants, "its mutants");
        });
        using var response = await run.SendAsync(run.Get("/api/start"));
        var project = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("project");

        Assert.That(project.GetProperty("tests").GetString(), Is.EqualTo("its tests"));
        Assert.That(project.GetProperty("mutants").GetString(), Is.EqualTo("its mutants"));
    }

    [Test]
    public async Task Tests_say_what_passed_and_what_was_reached()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var answer =
            await run.AskAsync("/api/test",
            new { policy = CliRun.Policy, tests = CliRun.Tests.Replace("[service-reserved]", "[other]", StringComparison.Ordinal) });

        Assert.That(answer.GetProperty("cases").EnumerateArray().Select(static c => c.GetProperty("passed").GetBoolean()),
            Is.EqualTo([true, false, true]));
        Assert.That(answer.GetProperty("coverage").GetProperty("lines").EnumerateArray(), Is.Not.Empty);
    }

    [Test]
    public async Task Case_is_explained_and_becomes_an_input_that_is_decided_alike()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var explained = await run.AskAsync("/api/case", new Dictionary<string, object> { ["project"] = Teams, ["case"] = "a known team" });
        Assert.That(explained.GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
        Assert.That(explained.GetProperty("trace")[0].GetProperty("conditions").EnumerateArray(), Is.Not.Empty);
        var decided = await run.AskAsync("/api/decide", new
        {
            policy = CliRun.Policy,
            input = explained.GetProperty("input").GetString(),
            data = explained.GetProperty("data").GetString(),
            now = explained.GetProperty("now").GetString(),
        });
        Assert.That(decided.GetProperty("answer").GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
        Assert.That(decided.GetProperty("answer").GetProperty("policies")[0].GetProperty("conditions").EnumerateArray(), Is.Not.Empty);
    }

    [TestCase("no such", "there is no case `no such`")]
    public async Task Case_that_is_not_there_is_said(string name, string problem)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        Assert.That((await run.AskAsync("/api/case", new Dictionary<string, object> { ["project"] = Teams, ["case"] = name }))
            .GetProperty("problem").GetString(), Is.EqualTo(problem));
    }

    [Test]
    public async Task Decision_takes_settings_of_the_inputs_provider()
    {
        const string Policy = """
            // ---
            // providers: ["test.*"]
            // settings:
            //   team: {type: text, required: true, help: "the team"}
            // ---
            return Input.Domain == Settings.Text("team") ? Allow() : Deny("not-here");
            """;
        await using var run = await PlaygroundRun.EnteredAsync();

        foreach (var (team, outcome) in new[] { ("shop", "allowed"), ("other", "denied") })
        {
            var answer = await run.AskAsync("/api/decide", new { policy = Policy, input = Input, settings = $"team: {team}" });
            Assert.That(answer.GetProperty("answer").GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo(outcome));
        }
    }

    [TestCase("", "there is no input to decide")]
    [TestCase("[", "not a YAML document")]
    public async Task Decision_without_an_input_says_so(string input, string problem)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var answer = await run.AskAsync("/api/decide", new { policy = CliRun.Policy, input }, HttpStatusCode.UnprocessableEntity);

        Assert.That(answer.GetProperty("message").GetString(), Does.Contain(problem));
    }

    [Test]
    public async Task Mutants_that_no_case_notices_are_named_with_their_places()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var answer =
            await run.AskAsync("/api/mutate",
            new
            {
                policy = CliRun.Policy,
                tests = CliRun.Tests[..CliRun.Tests.IndexOf("  - name: the reserved", StringComparison.Ordinal)]
            });

        Assert.That(answer.GetProperty("mutants").GetInt32(), Is.Positive);
        Assert.That(answer.GetProperty("survivors").EnumerateArray()
            .Select(static s => s.GetProperty("location").GetProperty("row").GetInt32()), Does.Contain(5));
        Assert.That((await run.AskAsync("/api/mutate", Teams)).GetProperty("survivors").EnumerateArray().Count(),
            Is.LessThan(answer.GetProperty("survivors").GetArrayLength()));
    }

    [Test]
    public async Task Engine_that_was_not_named_is_not_there()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var answer = await run.AskAsync("/api/engine", Teams, HttpStatusCode.NotFound);

        Assert.That(answer.GetProperty("message").GetString(), Does.Contain("--engine"));
    }

    [Test]
    public async Task Policy_that_would_run_for_ever_is_ended_by_its_budget()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        const string Policy = "var n = 0;\nwhile (Input.Domain != \"none\") n++;\nreturn Deny(\"never\");";
        var answer = await run.AskAsync("/api/test", new { policy = Policy, tests = CliRun.Tests });

        Assert.That(answer.GetProperty("cases").EnumerateArray().Select(static c => c.GetProperty("differences").GetRawText()),
            Has.Exactly(3).Contains("used up its budget"));
        Assert.That((await run.AskAsync("/api/test", Teams)).GetProperty("cases").GetArrayLength(), Is.EqualTo(3));
    }

    [TestCase("/api/test", "", HttpStatusCode.BadRequest)]
    [TestCase("/api/test", "null", HttpStatusCode.BadRequest)]
    [TestCase("/api/test", "[1]", HttpStatusCode.BadRequest)]
    [TestCase("/api/test", """{"policy": 1}""", HttpStatusCode.BadRequest)]
    [TestCase("/api/case", "{}", HttpStatusCode.OK)]
    [TestCase("/api/nothing", "{}", HttpStatusCode.NotFound)]
    public async Task Body_that_is_no_request_is_refused(string path, string body, HttpStatusCode status)
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        Assert.That(await run.StatusAsync(run.Post(path, body)), Is.EqualTo(status));
    }

    [Test]
    public async Task Form_of_another_page_is_no_request()
    {
        await using var run = await PlaygroundRun.EnteredAsync();
        var message = run.Post("/api/test", "{}");
        message.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");

        Assert.That(await run.StatusAsync(message), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task Body_that_is_too_large_is_refused()
    {
        await using var run = await PlaygroundRun.EnteredAsync();

        var body = $$"""{"policy": "{{new string('x', PlaygroundLimits.BodyBytes)}}"}""";

        Assert.That(await run.StatusAsync(run.Post("/api/test", body)), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }
}
