using System.Net;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Kubernetes;
using Argos.Rules.TestKit.Kubernetes.Objects;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Watching;

/// <summary>The whole way from an API server over real HTTP to the store.</summary>
public sealed class ReflectorTests
{
    private ManualTime _time = null!;
    private CancellationTokenSource _stop = null!;
    private FakeApiServer _server = null!;
    private HttpClient _http = null!;
    private Store<ProjectedPod> _store = null!;
    private Watcher<ProjectedPod> _watcher = null!;
    private Task _running = Task.CompletedTask;

    [SetUp]
    public async Task StartAsync()
    {
        (_time, _stop) = (new ManualTime(), new CancellationTokenSource());
        _server = await FakeApiServer.StartAsync(CancellationToken.None);
        _http = ClusterHttp.Create(new ClusterAccess { Server = _server.Url, Token = TextSource.FromText(FakeApiServerOptions.AdminToken) });
        _store = new Store<ProjectedPod>(static () => { });
        PutPod("ns/a");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Lists_in_pages_and_then_watches()
    {
        for (var i = 0; i < 1200; i++) PutPod($"ns/p{i}");

        await RunAsync();

        Assert.That(_store.Count, Is.EqualTo(1201));
        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(3));
        PutPod("ns/late");
        await UntilAsync(() => Holds("late"));
    }

    [Test]
    public async Task Watch_that_ends_or_is_cut_goes_on_without_a_list()
    {
        await RunAsync();

        _server.EndWatches();
        PutPod("ns/b");
        await UntilAsync(() => Holds("b"));
        _server.CutWatches();
        PutPod("ns/c");
        await UntilAsync(() => Holds("c"));

        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Expired_watch_lists_again_and_drops_what_went_meanwhile()
    {
        await RunAsync();
        _server.Disturbances.HoldWatches();
        PutPod("ns/b");
        DeletePod("ns/a");

        _server.ExpireWatches();
        _server.Disturbances.ReleaseWatches();

        await UntilAsync(() => Holds("b") && !Holds("a"));
        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.GreaterThan(1));
    }

    [Test]
    public async Task Events_out_of_order_lead_to_a_list()
    {
        await RunAsync();
        _server.Disturbances.HoldWatches();
        // The first is what the watch is already about to send; those after it come the other way round.
        PutPod("ns/b");
        PutPod("ns/c");
        DeletePod("ns/c");
        PutPod("ns/d");

        _server.Disturbances.ReleaseWatches(reverse: true);

        await UntilAsync(() => Holds("b") && Holds("d") && !Holds("c"));
        await UntilAsync(() => _server.Requests.Of("list", "pods").Count == 2);
        Assert.That(Holds("c"), Is.False);
    }

    [Test]
    public async Task Bookmark_moves_the_version_only()
    {
        await RunAsync();
        var first = _server.Requests.Of("watch", "pods")[^1].Query["resourceVersion"];
        _server.Objects.Apply("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"ns\",\"name\":\"elsewhere\"}}");
        _server.SendBookmarks();
        PutPod("ns/mark");
        await UntilAsync(() => Holds("mark"));

        _server.EndWatches();

        await UntilAsync(() => _server.Requests.Of("watch", "pods").Count == 2);
        Assert.That(_server.Requests.Of("watch", "pods")[^1].Query["resourceVersion"], Is.Not.EqualTo(first));
        Assert.That(_store.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Forbidden_list_is_tried_again_after_a_pause()
    {
        _server.Disturbances.Deny("list", "pods");
        Run();
        await _time.WaitForTimersAsync(1, CancellationToken.None);
        await _server.Requests.WaitForAsync("list", "pods", 1, CancellationToken.None);

        _server.Disturbances.AllowAll();

        await UntilAsync(() => _store.Ready.IsCompleted);
    }

    [Test]
    public async Task Server_that_is_away_for_a_while_is_found_again()
    {
        await RunAsync();
        await _server.StopListeningAsync();
        PutPod("ns/b");

        await _server.ListenAsync(CancellationToken.None);

        await UntilAsync(() => Holds("b"));
    }

    [Test]
    public async Task Age_grows_while_the_server_is_away_and_ends_when_it_is_heard_again()
    {
        await RunAsync();
        await _server.StopListeningAsync();
        await UntilAsync(() => _watcher.Freshness.Age > TimeSpan.FromSeconds(30));

        await _server.ListenAsync(CancellationToken.None);
        PutPod("ns/b");
        await UntilAsync(() => Holds("b"));

        Assert.That(_watcher.Freshness.Age, Is.LessThan(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task List_that_never_comes_to_its_end_makes_the_set_no_younger()
    {
        for (var i = 0; i < 600; i++) PutPod($"ns/p{i}");
        await RunAsync();
        _server.Disturbances.Fail(HttpStatusCode.Gone, int.MaxValue, static request => request.Query.ContainsKey("continue"));
        _server.ExpireWatches();

        await UntilAsync(() => _server.Requests.Of("list", "pods").Count >= 7);
        await UntilAsync(() => _watcher.Freshness.Age > TimeSpan.FromSeconds(60));
        Assert.That(_store.Count, Is.EqualTo(601), "the old set stays");
    }

    [Test]
    public async Task Watch_that_only_tells_errors_makes_the_set_no_younger()
    {
        var watcher = NewWatcher();
        WatchState<ProjectedPod> state = new WatchState<ProjectedPod>.InitListed($"{_server.Objects.Version}");

        for (var i = 0; i < 3; i++)
        {
            state = (await watcher.StepAsync(state, _stop.Token)).Next;
            state = (await watcher.StepAsync(state, _stop.Token)).Next;
            await WatchesAsync(1);
            _server.SendRaw(ResourceKind.Pods, """{"type":"ERROR","object":{"kind":"Status","code":500,"message":"no leader"}}""" + "\n");
            var step = await watcher.StepAsync(state, _stop.Token);
            Assert.That(step.Problem?.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
            state = step.Next;
            await WatchesAsync(0);
            _time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.That(watcher.Freshness.Age, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Page_that_expired_starts_the_list_anew()
    {
        for (var i = 0; i < 600; i++) PutPod($"ns/p{i}");
        _server.Disturbances.Fail(HttpStatusCode.Gone, 1, static request => request.Query.ContainsKey("continue"));

        await RunAsync();

        Assert.That(_store.Count, Is.EqualTo(601));
    }

    [Test]
    public async Task Page_that_fails_is_asked_for_again()
    {
        for (var i = 0; i < 1200; i++) PutPod($"ns/p{i}");
        _server.Disturbances.Fail(HttpStatusCode.InternalServerError, 1, static request => request.Query.ContainsKey("continue"));

        await RunAsync();

        Assert.That(_store.Count, Is.EqualTo(1201));
        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Page_that_the_server_does_not_know_any_more_starts_the_list_anew()
    {
        for (var i = 0; i < 600; i++) PutPod($"ns/p{i}");
        string? unknown = null;
        _server.Disturbances.Fail(HttpStatusCode.BadRequest, int.MaxValue, request => request.Query.TryGetValue("continue", out var token) && (unknown ??= token) == token);
        Run();
        await UntilAsync(() => unknown is not null);

        PutPod("ns/late");

        await UntilAsync(() => _store.Ready.IsCompleted && Holds("late"));
    }

    [Test]
    public async Task Version_that_the_server_does_not_know_any_more_leads_to_a_list()
    {
        await RunAsync();
        string? unknown = null;
        _server.Disturbances.Fail(HttpStatusCode.BadRequest, int.MaxValue, request => request.Verb == "watch" && (unknown ??= request.Query["resourceVersion"]) == request.Query["resourceVersion"]);
        _server.CutWatches();
        await UntilAsync(() => unknown is not null);

        PutPod("ns/late");

        await UntilAsync(() => Holds("late"));
    }

    private bool Holds(string name) => _store.Find(new ObjectName("ns", name)) is not null;

    private void PutPod(string name) => _server.Objects.Apply(Some.PodJson(name).GetRawText());

    private void DeletePod(string name) => _server.Objects.Remove(ResourceKind.Pods, name.Split('/')[0], name.Split('/')[1]);

    private Watcher<ProjectedPod> NewWatcher() => new(new ApiClient(_http, _time), ResourceQuery.Pods(null), new PodProjection(PodProjection.DefaultFields).Read, _time, streams: false);

    private Task WatchesAsync(int count) => Eventually.HoldsAsync(() => _server.Watches == count, $"{count} watches", TimeSpan.FromSeconds(60), CancellationToken.None);

    private void Run()
    {
        _watcher = NewWatcher();
        var backoff = Backoff.ForApiServer(_time, new Random(1));
        _running = new Reflector<ProjectedPod>(_watcher, _store, backoff, _time, NullLogger<Reflector<ProjectedPod>>.Instance).RunAsync(_stop.Token);
    }

    private async Task RunAsync()
    {
        Run();
        await UntilAsync(() => _store.Ready.IsCompleted);
        await UntilAsync(() => _server.Watches == 1);
    }

    // The clock only has to pass the pauses after failures; 300 ms a look never reaches a time-out of a call.
    private Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
            return condition();
        },
        "the store to follow",
        TimeSpan.FromSeconds(60),
        CancellationToken.None);
}
