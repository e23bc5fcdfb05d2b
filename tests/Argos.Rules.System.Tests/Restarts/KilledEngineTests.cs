using System.Net;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Restarts;

/// <summary>A killed engine is noticed by what waits for its answer: the heartbeat is longer than the limit of these tests.</summary>
internal sealed class KilledEngineTests : SystemTest
{
    private const double NoHeartbeat = 300;

    [Test]
    public async Task Killed_engine_is_504_until_it_grants_again_and_mgmt_is_not_touched()
    {
        using var mint = new TokenMint();

        await KillAsync(new DirectoryCluster(Path.Combine(Folder, "cluster"), mint, TimeProvider.System) { HeartbeatSeconds = NoHeartbeat });
    }

    [Test]
    public async Task Killed_engine_is_504_until_it_grants_again_with_a_kubernetes_api_too()
    {
        await using var server = await FakeApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);

        await KillAsync(new ApiCluster(api, server.WriteKubeconfig(Path.Combine(Folder, "kubeconfig")), server.Mint, TimeProvider.System) { HeartbeatSeconds = NoHeartbeat });
    }

    private async Task KillAsync(SampleCluster cluster)
    {
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        var agent = new FakeAgent(stage.Zts, Fakes.TestKey.Shared);
        var pod = cluster.Pod("media-sports/api");
        var identity = PodStory.Identity(pod, await cluster.TokenAsync(pod, Deadline));
        var mgmt = stage.Mgmt.Process.Id;
        Assert.That(await AskAsync(agent, identity), Is.EqualTo(HttpStatusCode.Created));

        await stage.Engine.KillAsync();
        var dead = await AskAsync(agent, identity);
        stage.Engine.Start();
        List<HttpStatusCode> meanwhile = [];
        while (meanwhile.LastOrDefault() is not HttpStatusCode.Created && meanwhile.All(s => s == HttpStatusCode.GatewayTimeout)) meanwhile.Add(await AskAsync(agent, identity));

        Assert.That(dead, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(meanwhile[^1], Is.EqualTo(HttpStatusCode.Created), string.Join(',', meanwhile));
        Assert.That((stage.Mgmt.Process.Id, stage.Mgmt.Process.HasExited), Is.EqualTo((mgmt, false)));
        await stage.WaitReadyAsync(Deadline);
    }

    private async Task<HttpStatusCode> AskAsync(FakeAgent agent, AgentIdentity identity)
    {
        using var reply = await agent.RegisterAsync(identity, Deadline);
        return reply.Status;
    }
}
