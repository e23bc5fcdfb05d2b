using System.Net;
using Argos.Rules.Engine.Tests.Listeners;

namespace Argos.Rules.Engine.Tests.Cli.Playground;

/// <summary>A candidate over what a running engine has.</summary>
internal sealed class PlaygroundEngineTests
{
    private const string Head = "// ---\n// title: t\n// providers: [\"test.*\"]\n// ---\n";
    private const string Input = """{"provider": "test.one", "domain": "shop", "service": "web", "attestationData": "", "attributes": {}}""";

    [Test]
    public async Task Candidate_in_the_place_of_the_live_policy_says_what_would_change()
    {
        await using var engine = await new RunningEngine().StartAsync();
        await PutAsync(engine.ManagementUri, "argos/shop/a.csx");
        await using var run = await PlaygroundRun.EnteredAsync(engine: engine.ManagementUri);

        foreach (var name in new[] { "a", "argos/shop/a.csx" })
        {
            var answer = await run.AskAsync("/api/engine", new { name, policy = Head + "return Allow();\n", input = Input });
            Assert.That(answer.GetProperty("over").GetString(), Is.EqualTo("argos/shop/a.csx"));
            Assert.That(answer.GetProperty("answer").GetProperty("changed").GetBoolean(), Is.True);
            Assert.That(answer.GetProperty("answer").GetProperty("decision").GetProperty("outcome").GetString(), Is.EqualTo("allowed"));
            Assert.That(answer.GetProperty("answer").GetProperty("live").GetProperty("codes")[0].GetString(), Is.EqualTo("live-says-no"));
        }
        var unclear =
            await run.AskAsync("/api/engine", new { name = "b", policy = Head + "return Allow();\n", input = Input },
            HttpStatusCode.UnprocessableEntity);
        Assert.That(unclear.GetProperty("message").GetString(),
            Does.Contain("no policy of the engine is called `b`").And.Contain("`argos/shop/a.csx`"));
        var broken = await run.AskAsync("/api/engine", new { name = "a", policy = Head + "return Allwo();\n", input = Input });
        Assert.That(broken.GetProperty("error").GetProperty("errors")[0].GetProperty("location").GetProperty("file").GetString(),
            Is.EqualTo("policy.csx"));
    }

    [Test]
    public async Task Engine_that_does_not_answer_is_said()
    {
        await using var run = await PlaygroundRun.EnteredAsync(engine: new Uri("http://127.0.0.1:1"));

        var answer =
            await run.AskAsync("/api/engine", new { name = "a", policy = CliRun.Policy, input = Input }, HttpStatusCode.BadGateway);

        Assert.That(answer.GetProperty("message").GetString(), Does.Contain("cannot be reached"));
    }

    private static async Task PutAsync(Uri engine, string id)
    {
        using var http = new HttpClient { BaseAddress = engine };
        using var content = new StringContent(Head + "return Deny(\"live-says-no\");\n");
        (await http.PutAsync(new Uri("/v1/policies/" + id, UriKind.Relative), content)).EnsureSuccessStatusCode();
    }
}
