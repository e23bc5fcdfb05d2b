using System.Net;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes;

namespace Argos.Rules.Mgmt.Tests.Watching;

/// <summary>Initial lists that come as the beginning of their watch, from servers that can, refuse or do not know it.</summary>
public sealed class StreamedListTests
{
    private static readonly FakeApiServerOptions Streaming = new() { WatchList = true };
    private static readonly FakeApiServerOptions Older = new() { IgnoresWatchList = true };

    private ReflectorScene _scene = null!;

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task List_and_watch_are_one_request()
    {
        await StartAsync(Streaming, pods: 1200);

        await _scene.RunAsync();
        _scene.PutPod("late");
        await _scene.UntilAsync(() => _scene.Holds("late"));

        Assert.That(_scene.Store.Count, Is.EqualTo(1201));
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Is.Empty);
        Assert.That(_scene.Server.Requests.Of("watch", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_seen_of_a_list_before_its_end()
    {
        await StartAsync(Streaming, pods: 3);
        var watcher = _scene.Watcher;
        WatchState<ProjectedObject> state = new WatchState<ProjectedObject>.Empty();
        var (objects, steps) = (0, 0);

        while (!_scene.Store.Ready.IsCompleted)
        {
            _scene.Time.Advance(TimeSpan.FromMilliseconds(1));
            steps++;
            Assert.That((_scene.Store.Count, watcher.LastContact.Age), Is.EqualTo((0, TimeSpan.FromMilliseconds(steps))));
            var step = await watcher.StepAsync(state, _scene.Stop);
            (state, objects) = (step.Next, objects + (step.Event is WatchEvent<ProjectedObject>.InitApply ? 1 : 0));
            if (step.Event is { } change) _scene.Store.Write(change);
        }
        await ((WatchState<ProjectedObject>.Watching)state).Watch.DisposeAsync();

        Assert.That((objects, _scene.Store.Count, watcher.LastContact.Age), Is.EqualTo((3, 3, TimeSpan.Zero)));
    }

    [Test]
    public async Task Relist_keeps_the_old_set_until_the_new_one_is_whole_and_drops_what_went()
    {
        await StartAsync(Streaming, pods: 3);
        await _scene.RunAsync();
        _scene.Server.Faults.HoldWatches();
        _scene.DeletePod("p0");
        _scene.PutPod("new");
        _scene.Server.ExpireWatches();
        await _scene.UntilAsync(() => _scene.Server.Requests.Of("watch", "pods").Count == 2);
        Assert.That((_scene.Holds("p0"), _scene.Holds("new"), _scene.Store.Count), Is.EqualTo((true, false, 3)));

        _scene.Server.Faults.ReleaseWatches();

        await _scene.UntilAsync(() => _scene.Holds("new"));
        Assert.That((_scene.Holds("p0"), _scene.Store.Count), Is.EqualTo((false, 3)));
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Is.Empty);
    }

    [TestCase(HttpStatusCode.UnprocessableEntity)]
    [TestCase(HttpStatusCode.BadRequest)]
    public async Task Server_that_refuses_is_asked_for_pages_at_once_and_from_then_on(HttpStatusCode status)
    {
        await StartAsync(Streaming, pods: 600);
        _scene.Server.Faults.Fail(status, int.MaxValue, static request => request.Query.ContainsKey("sendInitialEvents"));
        var before = _scene.Time.Now;

        _scene.Run();
        await ReflectorScene.AtOnceAsync(() => _scene.Store.Count == 600 && _scene.Server.Watches == 1, "the list, with no pause before it");
        Assert.That(_scene.Time.Now, Is.EqualTo(before));

        _scene.Server.ExpireWatches();
        await _scene.UntilAsync(() => _scene.Server.Requests.Of("list", "pods").Count == 4);
        Assert.That(_scene.Server.Requests.Of("watch", "pods").Count(static request => request.Query.ContainsKey("sendInitialEvents")), Is.EqualTo(1));
    }

    [Test]
    public async Task Server_that_does_not_know_streams_is_asked_for_pages_when_nothing_more_comes()
    {
        await StartAsync(Older, pods: 3);
        _scene.Run();
        await ReflectorScene.AtOnceAsync(() => _scene.Server.Watches == 1, "the stream");

        await _scene.PassAsync(TimeSpan.FromSeconds(10));
        await _scene.UntilAsync(() => _scene.Store.Ready.IsCompleted && _scene.Server.Watches == 1);

        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
        Assert.That(_scene.Store.Count, Is.EqualTo(3));
    }

    [Test]
    public async Task Server_that_does_not_know_streams_is_found_out_by_its_bookmark_too()
    {
        await StartAsync(Older, pods: 3);
        _scene.Run();
        await ReflectorScene.AtOnceAsync(() => _scene.Server.Watches == 1, "the stream");

        _scene.Server.SendBookmarks();

        await ReflectorScene.AtOnceAsync(() => _scene.Store.Ready.IsCompleted, "the pages, without any time passing");
    }

    [Test]
    public async Task Stream_that_is_cut_before_its_end_is_followed_by_pages()
    {
        await StartAsync(Streaming, pods: 3);
        _scene.Server.Faults.HoldWatches();
        _scene.Run();
        await ReflectorScene.AtOnceAsync(() => _scene.Server.Watches == 1, "the stream");

        _scene.Server.CutWatches();
        await _scene.UntilAsync(() => _scene.Store.Ready.IsCompleted);

        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
        _scene.Server.Faults.ReleaseWatches();
    }

    [Test]
    public async Task Object_that_goes_while_the_list_comes_is_not_in_it()
    {
        await StartAsync(Streaming, pods: 0);
        _scene.Server.Faults.HoldWatches();
        _scene.Run();
        await _scene.UntilAsync(() => _scene.Server.Watches == 1);

        // As from a list that the fake holds back.
        foreach (var change in new WatchEvent<ProjectedObject>[] { new WatchEvent<ProjectedObject>.InitApply(Some.Pod("ns/a")),
            new WatchEvent<ProjectedObject>.InitApply(Some.Pod("ns/b")),
            new WatchEvent<ProjectedObject>.InitDelete(new ObjectName("ns", "a")) }) _scene.Store.Write(change);
        _scene.Server.Faults.ReleaseWatches();

        await _scene.UntilAsync(() => _scene.Store.Ready.IsCompleted);
        Assert.That((_scene.Holds("a"), _scene.Holds("b")), Is.EqualTo((false, true)));
    }

    private async Task StartAsync(FakeApiServerOptions options, int pods)
    {
        _scene = await ReflectorScene.StartAsync(options, streams: true);
        _scene.PutPods(pods);
    }
}
