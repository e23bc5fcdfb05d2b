using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.System.Tests.Model;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.System.Tests.Replication;

/// <summary>
/// A cluster that is replicated to a path of its own: the real components of mgmt and engine agree on what is held, and keep agreeing.
/// </summary>
internal sealed class SecondClusterTests
{
    [Test]
    public async Task Everything_stands_below_the_configured_path_and_follows_the_cluster()
    {
        var time = new ManualTime();
        using var mint = new TokenMint();
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { Mint = mint, Time = time }, CancellationToken.None);
        server.Objects.Apply(new ModelMap("team", "policies", MapKind.Policy) { Keys = new ModelMap("", "", MapKind.Policy).Keys.Add("allow.csx", new ModelText(ModelTexts.Allow)) }.Manifest());
        Put(server, "Pod", "\"namespace\":\"shop\",", "web-0");
        Put(server, "Node", "", "n1");
        await using var seat = new EngineSeat(time);
        await seat.ListenAsync();
        seat.Start();
        var options = new SourceOptions
        {
            ReplicatePath = new DataPath(["clusters", "east"]),
            Resources = [ReplicatedResource.Parse("v1/nodes").Resource! with { IsCluster = true }],
        };
        await using var mgmt = await ModelMgmt.StartAsync(server.Url, seat.Url, time, options);
        await UntilAsync(() => seat.Engine!.NotReadyReasons.IsEmpty, "ready");
        Assert.That(At(seat, "keys")?["keys"], Is.Not.Null);
        Assert.That(At(seat, "pods")?["shop"]?["web-0"], Is.Not.Null);
        Assert.That(At(seat, "nodes")?["n1"], Is.Not.Null);
        Assert.That(seat.Engine!.Data()["kubernetes"], Is.Null);

        Put(server, "Pod", "\"namespace\":\"media\",", "web-1");
        Put(server, "Node", "", "n2");
        server.Objects.Remove(ResourceKind.Pods, "shop", "web-0");

        await UntilAsync(() => At(seat, "pods")?["media"]?["web-1"] is not null && At(seat, "pods")?["shop"] is null && At(seat, "nodes")?["n2"] is not null, "the changes");
        // Past the age limit it is ready only by declarations that agreed.
        var later = time.Now + TimeSpan.FromSeconds(400);
        while (time.Now < later)
        {
            time.Advance(TimeSpan.FromMilliseconds(seat.IsIdle ? 400 : 5));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        Assert.That((mgmt.Metrics.Repairs, seat.Engine.NotReadyReasons),
            Is.EqualTo((0L, global::System.Collections.Immutable.ImmutableArray<string>.Empty)), "both sides count the same objects");
    }

    private static global::System.Text.Json.Nodes.JsonNode? At(EngineSeat seat, string resource) => seat.Engine!.Data()["clusters"]?["east"]?[resource];

    private static void Put(FakeApiServer server, string kind, string space, string name) =>
        server.Objects.Apply($$$"""{"apiVersion":"v1","kind":"{{{kind}}}","metadata":{{{{space}}}"name":"{{{name}}}","uid":"{{{name}}}"}}""");

    private static Task UntilAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(condition, what, TimeSpan.FromSeconds(20), CancellationToken.None);
}
