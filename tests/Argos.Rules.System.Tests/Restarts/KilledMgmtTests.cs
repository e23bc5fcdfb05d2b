using System.Net;
using Argos.Rules.System.Tests.Story;
using Argos.Rules.TestKit.Athenz.Agents;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Story;

namespace Argos.Rules.System.Tests.Restarts;

internal sealed class KilledMgmtTests : SystemTest
{
    [Test]
    public async Task Engine_decides_on_without_mgmt_and_takes_up_what_changed_when_it_is_back()
    {
        await using var server = await FakeApiServer.StartAsync(Deadline);
        using var api = new ClusterApi(server.Url, FakeApiServerOptions.AdminToken, null);
        var cluster = new ApiCluster(api, server.WriteKubeconfig(Path.Combine(Folder, "kubeconfig")), server.Mint, TimeProvider.System);
        await cluster.CreateAsync(Deadline);
        await using var stage = await StartAsync(cluster);
        var agent = new FakeAgent(stage.Zts, Fakes.TestKey.Shared);
        var pod = cluster.Pod("media-sports/api");
        var identity = PodStory.Identity(pod, await cluster.TokenAsync(pod, Deadline));
        var engine = stage.Engine.Process.Id;

        await stage.Mgmt.KillAsync();
        using var meanwhile = await agent.RegisterAsync(identity, Deadline);
        await cluster.RemoveAsync(pod, Deadline);
        stage.Mgmt.Start();
        await stage.View.WaitGoneAsync(pod, Deadline);
        using var after = await agent.RegisterAsync(identity, Deadline);

        Assert.That(meanwhile.Status, Is.EqualTo(HttpStatusCode.Created), meanwhile.Message);
        Assert.That(after.Granted, Is.False);
        Assert.That((stage.Engine.Process.Id, stage.Engine.Process.HasExited), Is.EqualTo((engine, false)));
    }
}
