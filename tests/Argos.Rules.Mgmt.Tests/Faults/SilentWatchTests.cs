using Argos.Rules.Mgmt.Tests.Fakes;

namespace Argos.Rules.Mgmt.Tests.Faults;

/// <summary>Watches on which nothing comes. The fake sends its bookmarks on the real clock, so in the time of these tests it sends none.</summary>
public sealed class SilentWatchTests
{
    private ClusterScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await ClusterScene.StartAsync();
        await _scene.RunAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Watch_that_sends_nothing_at_all_is_opened_again_and_makes_the_set_young_again()
    {
        // Each is silent for 245 s before it is replaced.
        await _scene.PassAsync(TimeSpan.FromSeconds(3 * 250), seconds: 5);

        await _scene.UntilAsync(() => _scene.Server.Requests.Of("watch", "pods").Count >= 4, "the watch to be opened again");
        await _scene.UntilAsync(() => _scene.View.Age < TimeSpan.FromSeconds(20), "a young set, without an event or a bookmark");
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Half_open_connections_are_given_up_and_the_watches_go_on_where_they_were()
    {
        _scene.PutPod("shop/live");
        await _scene.UntilAsync(() => _scene.Holds("shop/live"), "the watch to be open on both sides");
        _scene.Network.FreezeConnections();
        _scene.PutPod("shop/web-1");
        await _scene.PassAsync(TimeSpan.FromSeconds(230));
        Assert.That(_scene.Holds("shop/web-1"), Is.False, "the connection is lost, and nobody can know");

        // It is given up after 245 s; other connections that were open before answer no more either, and each is given 30 s.
        await _scene.PassAsync(TimeSpan.FromSeconds(40));
        await _scene.UntilAsync(() => _scene.Holds("shop/web-1"), "the pod of meanwhile");

        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Server_that_takes_connections_and_never_answers_is_given_up_and_asked_again()
    {
        _scene.Network.FreezeAll();
        _scene.Server.CutWatches();
        await _scene.PassAsync(TimeSpan.FromSeconds(260));
        _scene.PutPod("shop/web-1");
        Assert.That(_scene.View.Age, Is.GreaterThan(TimeSpan.FromSeconds(250)));

        _scene.Network.FreezeConnections();

        await _scene.UntilAsync(() => _scene.Holds("shop/web-1"), "the pod of meanwhile");
        await _scene.UntilAsync(() => _scene.View.Age < TimeSpan.FromSeconds(20), "a young set");
    }
}
