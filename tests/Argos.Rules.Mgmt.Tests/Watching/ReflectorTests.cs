using System.Net;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes.Objects;

namespace Argos.Rules.Mgmt.Tests.Watching;

/// <summary>The whole way from an API server over real HTTP to the store.</summary>
public sealed class ReflectorTests
{
    private ReflectorScene _scene = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _scene = await ReflectorScene.StartAsync();
        _scene.PutPod("a");
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Lists_in_pages_and_then_watches()
    {
        _scene.PutPods(1200);

        await _scene.RunAsync();

        Assert.That(_scene.Store.Count, Is.EqualTo(1201));
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(3));
        _scene.PutPod("late");
        await _scene.UntilAsync(() => _scene.Holds("late"));
    }

    [Test]
    public async Task Watch_that_ends_or_is_cut_goes_on_without_a_list()
    {
        await _scene.RunAsync();

        _scene.Server.EndWatches();
        _scene.PutPod("b");
        await _scene.UntilAsync(() => _scene.Holds("b"));
        _scene.Server.CutWatches();
        _scene.PutPod("c");
        await _scene.UntilAsync(() => _scene.Holds("c"));

        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Expired_watch_lists_again_and_drops_what_went_meanwhile()
    {
        await _scene.RunAsync();
        _scene.Server.Faults.HoldWatches();
        _scene.PutPod("b");
        _scene.DeletePod("a");

        _scene.Server.ExpireWatches();
        _scene.Server.Faults.ReleaseWatches();

        await _scene.UntilAsync(() => _scene.Holds("b") && !_scene.Holds("a"));
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.GreaterThan(1));
    }

    [Test]
    public async Task Events_out_of_order_lead_to_a_list()
    {
        await _scene.RunAsync();
        _scene.Server.Faults.HoldWatches();
        // The first is what the watch is already about to send; those after it come the other way round.
        _scene.PutPod("b");
        _scene.PutPod("c");
        _scene.DeletePod("c");
        _scene.PutPod("d");

        _scene.Server.Faults.ReleaseWatches(reverse: true);

        await _scene.UntilAsync(() => _scene.Holds("b") && _scene.Holds("d") && !_scene.Holds("c"));
        await _scene.UntilAsync(() => _scene.Server.Requests.Of("list", "pods").Count == 2);
        Assert.That(_scene.Holds("c"), Is.False);
    }

    [Test]
    public async Task Bookmark_moves_the_version_only()
    {
        await _scene.RunAsync();
        var first = _scene.Server.Requests.Of("watch", "pods")[^1].Query["resourceVersion"];
        _scene.Server.Objects.Apply("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"ns\",\"name\":\"elsewhere\"}}");
        _scene.Server.SendBookmarks();
        _scene.PutPod("mark");
        await _scene.UntilAsync(() => _scene.Holds("mark"));

        _scene.Server.EndWatches();

        await _scene.UntilAsync(() => _scene.Server.Requests.Of("watch", "pods").Count == 2);
        Assert.That(_scene.Server.Requests.Of("watch", "pods")[^1].Query["resourceVersion"], Is.Not.EqualTo(first));
        Assert.That(_scene.Store.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Forbidden_list_is_tried_again_after_a_pause()
    {
        _scene.Server.Faults.Deny("list", "pods");
        _scene.Run();
        await _scene.Time.WaitForTimersAsync(1, CancellationToken.None);
        await _scene.Server.Requests.WaitForAsync("list", "pods", 1, CancellationToken.None);

        _scene.Server.Faults.AllowAll();

        await _scene.UntilAsync(() => _scene.Store.Ready.IsCompleted);
    }

    [Test]
    public async Task Server_that_is_away_for_a_while_is_found_again()
    {
        await _scene.RunAsync();
        await _scene.Server.StopListeningAsync();
        _scene.PutPod("b");

        await _scene.Server.ListenAsync(CancellationToken.None);

        await _scene.UntilAsync(() => _scene.Holds("b"));
    }

    [Test]
    public async Task Age_grows_while_the_server_is_away_and_ends_when_it_is_heard_again()
    {
        await _scene.RunAsync();
        await _scene.Server.StopListeningAsync();
        await _scene.PassAsync(TimeSpan.FromSeconds(30));
        await _scene.UntilAsync(() => _scene.Watcher.LastContact.Age > TimeSpan.FromSeconds(30));

        await _scene.Server.ListenAsync(CancellationToken.None);
        _scene.PutPod("b");
        await _scene.UntilAsync(() => _scene.Holds("b"));

        Assert.That(_scene.Watcher.LastContact.Age, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task List_that_never_comes_to_its_end_makes_the_set_no_younger()
    {
        _scene.PutPods(600);
        await _scene.RunAsync();
        _scene.Server.Faults.Fail(HttpStatusCode.Gone, int.MaxValue, static request => request.Query.ContainsKey("continue"));
        _scene.Server.ExpireWatches();

        await _scene.PassAsync(TimeSpan.FromSeconds(60));
        await _scene.UntilAsync(() => _scene.Server.Requests.Of("list", "pods").Count >= 7);
        await _scene.UntilAsync(() => _scene.Watcher.LastContact.Age > TimeSpan.FromSeconds(60));
        Assert.That(_scene.Store.Count, Is.EqualTo(601), "the old set stays");
    }

    [Test]
    public async Task Watch_that_only_tells_errors_makes_the_set_no_younger()
    {
        var watcher = _scene.Watcher;
        WatchState<ProjectedObject> state = new WatchState<ProjectedObject>.InitListed($"{_scene.Server.Objects.Version}");

        for (var i = 0; i < 3; i++)
        {
            state = (await watcher.StepAsync(state, _scene.Stop)).Next;
            state = (await watcher.StepAsync(state, _scene.Stop)).Next;
            await ReflectorScene.AtOnceAsync(() => _scene.Server.Watches == 1, "the watch");
            _scene.Server.SendRaw(ResourceKind.Pods, """{"type":"ERROR","object":{"kind":"Status","code":500,"message":"no leader"}}""" + "\n");
            var step = await watcher.StepAsync(state, _scene.Stop);
            Assert.That(step.Problem?.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
            state = step.Next;
            // The client has given the watch up, and would read what is left of it for another 2 s of real time.
            _scene.Server.EndWatches();
            await ReflectorScene.AtOnceAsync(() => _scene.Server.Watches == 0, "its end");
            _scene.Time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.That(watcher.LastContact.Age, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Page_that_expired_starts_the_list_anew()
    {
        _scene.PutPods(600);
        _scene.Server.Faults.Fail(HttpStatusCode.Gone, 1, static request => request.Query.ContainsKey("continue"));

        await _scene.RunAsync();

        Assert.That(_scene.Store.Count, Is.EqualTo(601));
    }

    [Test]
    public async Task Page_that_fails_is_asked_for_again()
    {
        _scene.PutPods(1200);
        _scene.Server.Faults.Fail(HttpStatusCode.InternalServerError, 1, static request => request.Query.ContainsKey("continue"));

        await _scene.RunAsync();

        Assert.That(_scene.Store.Count, Is.EqualTo(1201));
        Assert.That(_scene.Server.Requests.Of("list", "pods"), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Page_that_the_server_does_not_know_any_more_starts_the_list_anew()
    {
        _scene.PutPods(600);
        string? unknown = null;
        _scene.Server.Faults.Fail(HttpStatusCode.BadRequest, int.MaxValue, request => request.Query.TryGetValue("continue", out var token) && (unknown ??= token) == token);
        _scene.Run();
        await _scene.UntilAsync(() => unknown is not null);

        _scene.PutPod("late");

        await _scene.UntilAsync(() => _scene.Store.Ready.IsCompleted && _scene.Holds("late"));
    }

    [Test]
    public async Task Version_that_the_server_does_not_know_any_more_leads_to_a_list()
    {
        await _scene.RunAsync();
        string? unknown = null;
        _scene.Server.Faults.Fail(HttpStatusCode.BadRequest, int.MaxValue, request => request.Verb == "watch" && (unknown ??= request.Query["resourceVersion"]) == request.Query["resourceVersion"]);
        _scene.Server.CutWatches();
        await _scene.UntilAsync(() => unknown is not null);

        _scene.PutPod("late");

        await _scene.UntilAsync(() => _scene.Holds("late"));
    }
}
