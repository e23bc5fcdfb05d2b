using System.Net;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Restarts;

/// <summary>An engine that is killed while mgmt is away begins with what it knew, and stops deciding when that is too old.</summary>
internal sealed class KeptStateTests : SystemTest
{
    private const int MaximumAgeSeconds = 45;

    [Test]
    public async Task Killed_engine_without_mgmt_answers_by_what_it_knew_until_that_is_too_old()
    {
        using var mint = new TokenMint();
        var cluster = new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        var state = Path.Combine(Folder, "state");
        await using var stage = await StoryStage.StartAsync(cluster, Folder, TestContext.Progress.WriteLine, Deadline,
            [$"State:Folder={state}", "State:Seconds=1", $"Sync:MaximumAgeSeconds={MaximumAgeSeconds}", $"Scripting:CacheDirectory={Path.Combine(Folder, "compiled")}"]);
        var agent = new FakeAgent(stage.Zts, Fakes.TestKey.Shared);
        var known = cluster.Pod("media-sports/api");
        var identity = PodStory.Identity(known, await cluster.TokenAsync(known, Deadline));
        Assert.That(await AskAsync(agent, identity), Is.EqualTo(HttpStatusCode.Created));
        await Eventually.HoldsAsync(() => Directory.Exists(state) && Directory.GetFiles(state, "heard*").Length == 1, "the set is written down", TimeSpan.FromSeconds(30), Deadline);

        await stage.Mgmt.Process.KillAsync();
        await stage.Engine.KillAsync();
        stage.Engine.Start();
        await stage.Engine.WaitReadyAsync(TimeSpan.FromSeconds(60), Deadline);
        var restarted = await AskAsync(agent, identity);
        var log = stage.Engine.Process.Log.ToString();

        Assert.That(restarted, Is.EqualTo(HttpStatusCode.Created), log);
        Assert.That(log, Does.Contain("Began with the state of an earlier start"));
        await EventuallyAsync(agent, identity, HttpStatusCode.GatewayTimeout);

        stage.Mgmt.Start();
        await stage.WaitReadyAsync(Deadline);
        Assert.That(await AskAsync(agent, identity), Is.EqualTo(HttpStatusCode.Created));
    }

    private async Task EventuallyAsync(FakeAgent agent, AgentIdentity identity, HttpStatusCode expected)
    {
        var statuses = new List<HttpStatusCode>();
        while (statuses.LastOrDefault() != expected)
        {
            statuses.Add(await AskAsync(agent, identity));
            // Never a no in between: it knows, or it cannot tell.
            Assert.That(statuses[^1], Is.EqualTo(HttpStatusCode.Created).Or.EqualTo(expected));
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Deadline);
        }
    }

    private async Task<HttpStatusCode> AskAsync(FakeAgent agent, AgentIdentity identity)
    {
        using var reply = await agent.RegisterAsync(identity, Deadline);
        return reply.Status;
    }
}
