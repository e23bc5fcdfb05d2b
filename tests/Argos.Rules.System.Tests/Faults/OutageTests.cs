using System.Net;
using Argos.Rules.System.Tests.Model;

namespace Argos.Rules.System.Tests.Faults;

/// <summary>The API server is away for minutes.</summary>
internal sealed class OutageTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Engine_decides_until_the_age_limit_then_cannot_tell_and_decides_again_when_the_server_is_back(bool historyIsGone)
    {
        await using var scene = await ModelScene.StartAsync();
        scene.Cluster.Put("shop", "old", 0);
        var old = scene.Cluster.Pods.Single(static pod => pod.Name == "old");
        await scene.UntilAsync(() => scene.Holds("old"), TimeSpan.FromMinutes(2), "the pod");
        Assert.That((await scene.AskAsync(old)).Status, Is.EqualTo(HttpStatusCode.OK));

        await scene.Server.StopListeningAsync();
        scene.Cluster.Remove(old);
        scene.Cluster.Put("shop", "new", 0);
        if (historyIsGone) scene.Server.Objects.Compact();
        scene.Server.Requests.Clear();
        await scene.PassAsync(TimeSpan.FromSeconds(200));
        Assert.That((await scene.AskAsync(ModelCluster.Steady)).Status, Is.EqualTo(HttpStatusCode.OK), "with the last set, until the age limit");

        await scene.PassAsync(TimeSpan.FromSeconds(105));
        var late = await scene.AskAsync(ModelCluster.Steady);
        Assert.That((late.Status, late.Body.Contains("cannot decide: not-ready", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.GatewayTimeout, true)), late.Body);
        Assert.That(scene.Seat.Engine!.NotReadyReasons, Is.EqualTo(new[] { "source `mgmt` has not been up to date for more than 300 s" }));

        await scene.Server.ListenAsync(CancellationToken.None);

        // The longest pause of a watch and a heartbeat are less than a minute; nothing changes in the cluster meanwhile, and no watch ends within four.
        await scene.UntilAsync(() => scene.Seat.Engine.NotReadyReasons.IsEmpty, TimeSpan.FromSeconds(200), "ready again");
        Assert.That((await scene.AskAsync(ModelCluster.Steady)).Status, Is.EqualTo(HttpStatusCode.OK));
        await scene.UntilAsync(() => scene.Holds("new") && !scene.Holds("old"), TimeSpan.FromMinutes(2), "the events of meanwhile");
        Assert.That((await scene.AskAsync(old)).Status, Is.EqualTo(HttpStatusCode.Forbidden), "a pod that went meanwhile");
        Assert.That((await scene.AskAsync(scene.Cluster.Pods.Single(static pod => pod.Name == "new"))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(historyIsGone ? 1 : 0));
    }
}
