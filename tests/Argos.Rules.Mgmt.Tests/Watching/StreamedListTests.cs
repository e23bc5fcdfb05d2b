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

/// <summary>Initial lists that come as the beginning of their watch, from servers that can, refuse or do not know it.</summary>
public sealed class StreamedListTests
{
    private readonly ManualTime _time = new();
    private CancellationTokenSource _stop = null!;
    private FakeApiServer _server = null!;
    private HttpClient _http = null!;
    private Store<ProjectedPod> _store = null!;
    private Task _running = Task.CompletedTask;

    [SetUp]
    public void Start() => _stop = new CancellationTokenSource();

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
    public async Task List_and_watch_are_one_request()
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 1200);

        await RunAsync();
        PutPod("late");
        await UntilAsync(() => Holds("late"));

        Assert.That(_store.Count, Is.EqualTo(1201));
        Assert.That(_server.Requests.Of("list", "pods"), Is.Empty);
        Assert.That(_server.Requests.Of("watch", "pods"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Nothing_is_seen_of_a_list_before_its_end()
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 3);
        var watcher = NewWatcher();
        WatchState<ProjectedPod> state = new WatchState<ProjectedPod>.Empty();
        var (objects, steps) = (0, 0);

        while (!_store.Ready.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            steps++;
            Assert.That((_store.Count, watcher.Freshness.Age), Is.EqualTo((0, TimeSpan.FromMilliseconds(steps))));
            var step = await watcher.StepAsync(state, _stop.Token);
            (state, objects) = (step.Next, objects + (step.Event is WatchEvent<ProjectedPod>.InitApply ? 1 : 0));
            if (step.Event is { } change) _store.Write(change);
        }
        await ((WatchState<ProjectedPod>.Watching)state).Watch.DisposeAsync();

        Assert.That((objects, _store.Count, watcher.Freshness.Age), Is.EqualTo((3, 3, TimeSpan.Zero)));
    }

    [Test]
    public async Task Relist_keeps_the_old_set_until_the_new_one_is_whole_and_drops_what_went()
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 3);
        await RunAsync();
        _server.Disturbances.HoldWatches();
        _server.Objects.Remove(ResourceKind.Pods, "ns", "p0");
        PutPod("new");
        _server.ExpireWatches();
        await UntilAsync(() => _server.Requests.Of("watch", "pods").Count == 2);
        Assert.That((Holds("p0"), Holds("new"), _store.Count), Is.EqualTo((true, false, 3)));

        _server.Disturbances.ReleaseWatches();

        await UntilAsync(() => Holds("new"));
        Assert.That((Holds("p0"), _store.Count), Is.EqualTo((false, 3)));
        Assert.That(_server.Requests.Of("list", "pods"), Is.Empty);
    }

    [TestCase(HttpStatusCode.UnprocessableEntity)]
    [TestCase(HttpStatusCode.BadRequest)]
    public async Task Server_that_refuses_is_asked_for_pages_at_once_and_from_then_on(HttpStatusCode status)
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 600);
        _server.Disturbances.Fail(status, int.MaxValue, static request => request.Query.ContainsKey("sendInitialEvents"));
        var before = _time.Now;

        Run();
        await Eventually.HoldsAsync(() => _store.Count == 600 && _server.Watches == 1, "the list, with no pause before it", TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.That(_time.Now, Is.EqualTo(before));

        _server.ExpireWatches();
        await UntilAsync(() => _server.Requests.Of("list", "pods").Count == 4);
        Assert.That(_server.Requests.Of("watch", "pods").Count(static request => request.Query.ContainsKey("sendInitialEvents")), Is.EqualTo(1));
    }

    [Test]
    public async Task Server_that_does_not_know_streams_is_asked_for_pages_when_nothing_more_comes()
    {
        await StartAsync(new FakeApiServerOptions { IgnoresWatchList = true }, pods: 3);

        await RunAsync();

        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
        Assert.That(_store.Count, Is.EqualTo(3));
    }

    [Test]
    public async Task Server_that_does_not_know_streams_is_found_out_by_its_bookmark_too()
    {
        await StartAsync(new FakeApiServerOptions { IgnoresWatchList = true }, pods: 3);
        Run();
        await Eventually.HoldsAsync(() => _server.Watches == 1, "the stream", TimeSpan.FromSeconds(60), CancellationToken.None);

        _server.SendBookmarks();

        await Eventually.HoldsAsync(() => _store.Ready.IsCompleted, "the pages, without any time passing", TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    [Test]
    public async Task Stream_that_is_cut_before_its_end_is_followed_by_pages()
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 3);
        _server.Disturbances.HoldWatches();
        Run();
        await Eventually.HoldsAsync(() => _server.Watches == 1, "the stream", TimeSpan.FromSeconds(60), CancellationToken.None);

        _server.CutWatches();
        await UntilAsync(() => _store.Ready.IsCompleted);

        Assert.That(_server.Requests.Of("list", "pods"), Has.Count.EqualTo(1));
        _server.Disturbances.ReleaseWatches();
    }

    [Test]
    public async Task Object_that_goes_while_the_list_comes_is_not_in_it()
    {
        await StartAsync(new FakeApiServerOptions { WatchList = true }, pods: 0);
        _server.Disturbances.HoldWatches();
        Run();
        await UntilAsync(() => _server.Watches == 1);

        // As from a list that the stand-in holds back.
        foreach (var change in new WatchEvent<ProjectedPod>[] { new WatchEvent<ProjectedPod>.InitApply(Some.Pod("ns/a")), new WatchEvent<ProjectedPod>.InitApply(Some.Pod("ns/b")), new WatchEvent<ProjectedPod>.InitDelete(new ObjectName("ns", "a")) }) _store.Write(change);
        _server.Disturbances.ReleaseWatches();

        await UntilAsync(() => _store.Ready.IsCompleted);
        Assert.That((Holds("a"), Holds("b")), Is.EqualTo((false, true)));
    }

    private async Task StartAsync(FakeApiServerOptions options, int pods)
    {
        _server = await FakeApiServer.StartAsync(options, CancellationToken.None);
        _http = ClusterHttp.Create(new ClusterAccess { Server = _server.Url, Token = TextSource.FromText(FakeApiServerOptions.AdminToken) });
        _store = new Store<ProjectedPod>(static () => { });
        for (var i = 0; i < pods; i++) PutPod($"p{i}");
    }

    private Watcher<ProjectedPod> NewWatcher() => new(new ApiClient(_http, _time), ResourceQuery.Pods(null), new PodProjection(PodProjection.DefaultFields).Read, _time, streams: true);

    private void Run()
    {
        _running = new Reflector<ProjectedPod>(NewWatcher(), _store, Backoff.ForApiServer(_time, new Random(1)), _time, NullLogger<Reflector<ProjectedPod>>.Instance).RunAsync(_stop.Token);
    }

    private async Task RunAsync()
    {
        Run();
        await UntilAsync(() => _store.Ready.IsCompleted && _server.Watches == 1);
    }

    private bool Holds(string name) => _store.Find(new ObjectName("ns", name)) is not null;

    private void PutPod(string name) => _server.Objects.Apply(Some.PodJson($"ns/{name}").GetRawText());

    // A stream that begins is given 10 s, which this never reaches within less than 2 s of real time.
    private Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        "the store to follow",
        TimeSpan.FromSeconds(60),
        CancellationToken.None);
}
