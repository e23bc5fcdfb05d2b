using System.Net;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sources.Kubernetes;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argos.Rules.Mgmt.Tests.Sources;

/// <summary>Pods that are fetched beside the watch, from an API server over real HTTP.</summary>
public sealed class PodFetcherTests
{
    private ApiServerScene _scene = null!;
    private PendingFetches _pending = null!;
    private Store<ProjectedObject> _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        (_scene, _pending, _store) =
            (await ApiServerScene.StartAsync(), new PendingFetches(), new Store<ProjectedObject>(static () => { }));
        _scene.PutPod("elsewhere/first");
        _store.Write(new WatchEvent<ProjectedObject>.Init());
        _store.Write(new WatchEvent<ProjectedObject>.InitDone { Version = (ulong)_scene.Server.Objects.Version });
    }

    [TearDown]
    public async Task StopAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Pod_that_the_watch_has_not_brought_is_fetched_by_its_name()
    {
        Run(ResourceQuery.Pods(null));
        _scene.PutPod("shop/web-0");

        Want("shop/web-0");

        await UntilAsync(() => _pending.Found == 1);
        Assert.That(_store.Find(new ObjectName("shop", "web-0")), Is.Not.Null);
        Assert.That(Asked().Single(), Is.EqualTo("shop metadata.name=web-0"));
        Assert.That(_scene.Time.Now, Is.EqualTo(_scene.Time.Start), "it must not wait for any clock");
    }

    [Test]
    public async Task Pod_that_the_watch_has_seen_deleted_is_not_brought_back()
    {
        Run(ResourceQuery.Pods(null));
        _scene.PutPod("shop/web-0");
        // The watch is ahead of what the API server answers: as after a read from a stale replica.
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("shop", "web-0"))
        {
            Version =
            (ulong)_scene.Server.Objects.Version + 1
        });

        Want("shop/web-0");

        await UntilAsync(() => _pending.Fetches == 1);
        Assert.That((_pending.Found, _store.Count), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task Selectors_of_the_watch_hold_for_what_is_fetched()
    {
        Run(new ResourceQuery("", "v1", "pods", null, "a=nothing", "spec.nodeName=n"));
        _scene.PutPod("shop/web-0");

        Want("shop/web-0");

        await UntilAsync(() => _pending.Fetches == 1);
        Assert.That(_store.Count, Is.Zero);
        Assert.That(Asked().Single(), Is.EqualTo("shop spec.nodeName=n,metadata.name=web-0"));
    }

    [Test]
    public async Task Namespace_that_is_not_watched_and_a_name_that_cannot_be_are_not_asked_for()
    {
        Run(ResourceQuery.Pods("shop"));
        _scene.PutPod("shop/web-0");

        foreach (var name in new[] { "media/web-0", "shop/../secrets", "shop/x,metadata.namespace", "shop/ü", "shop/a%2Fb" }) Want(name);
        Want("shop/web-0");

        await UntilAsync(() => _pending.Found == 1);
        Assert.That(Asked(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Pod_that_does_not_exist_is_not_asked_for_again_for_a_second()
    {
        Run(ResourceQuery.Pods(null));
        Want("shop/none");
        await UntilAsync(() => _pending.Fetches == 1);

        _scene.PutPod("shop/none");
        Want("shop/none");
        _scene.PutPod("shop/other");
        Want("shop/other");
        await UntilAsync(() => _pending.Found == 1);
        Assert.That(Asked(), Has.Length.EqualTo(2), "the second question for the first pod must not be asked");

        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        Want("shop/none");
        await UntilAsync(() => _pending.Found == 2);
    }

    [Test]
    public async Task Pod_that_does_not_exist_is_reported_with_the_question_that_it_answers()
    {
        Run(ResourceQuery.Pods(null));

        Want("shop/none", asked: 7);

        Assert.That((await ReportedAsync()).Single(), Is.EqualTo(new PendingFetch(new ObjectName("shop", "none"), "engine-1", 7)));
    }

    [Test]
    public async Task Pod_that_is_wanted_again_is_asked_for_again_when_the_moment_is_over()
    {
        Run(ResourceQuery.Pods(null));
        Want("shop/none", asked: 1);
        await ReportedAsync();
        await UntilAsync(() => _pending.Fetches == 1);

        Want("shop/none", asked: 2);
        await _scene.Time.WaitForTimersAsync(1, CancellationToken.None);
        Want("shop/none", asked: 3);
        Want("shop/other", asked: 4);
        Assert.That((await ReportedAsync()).Single().Asked, Is.EqualTo(4), "what was found a moment ago says nothing to who asks now");
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await ReportedAsync()).Single().Asked, Is.EqualTo(3), "the newest question, asked once");
        Assert.That(Asked(), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Pod_that_exists_or_could_not_be_asked_for_is_not_reported()
    {
        Run(ResourceQuery.Pods(null));
        _scene.PutPod("shop/a");
        _scene.PutPod("shop/b");
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("shop", "b"))
        {
            Version = (ulong)_scene.Server.Objects.Version
            + 1
        });
        _scene.Server.Faults.Fail(HttpStatusCode.Forbidden, 1, static request => request.Query.GetValueOrDefault("fieldSelector") == "metadata.name=refused");

        foreach (var name in new[] { "shop/a", "shop/b", "shop/refused", "shop/none" }) Want(name);

        Assert.That((await ReportedAsync()).Single().Name.Name, Is.EqualTo("none"));
        Assert.That(_pending.Fetches, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task Many_are_asked_for_in_a_burst_and_then_ten_a_second()
    {
        Run(ResourceQuery.Pods(null));
        for (var i = 0; i < 60; i++) Want($"shop/p{i}");

        await _scene.Time.WaitForTimersAsync(1, CancellationToken.None);
        await UntilAsync(() => _pending.Fetches == 20);
        for (var second = 1; second <= 2; second++)
        {
            for (var tenth = 0; tenth < 10; tenth++)
            {
                await _scene.Time.WaitForTimersAsync(1, CancellationToken.None);
                var before = _pending.Fetches;
                _scene.Time.Advance(TimeSpan.FromMilliseconds(100));
                await UntilAsync(() => _pending.Fetches == before + 1);
            }
        }

        Assert.That(_pending.Fetches, Is.EqualTo(40));
    }

    [Test]
    public async Task Server_that_refuses_ends_nothing()
    {
        Run(ResourceQuery.Pods(null));
        _scene.Server.Faults.Fail(HttpStatusCode.InternalServerError, 1, static _ => true);
        _scene.PutPod("shop/a");
        _scene.PutPod("shop/b");

        Want("shop/a");
        Want("shop/b");

        await UntilAsync(() => _pending.Fetches == 2);
        Assert.That(_store.Items().Select(static pod => pod.Name.Name), Is.EqualTo(new[] { "b" }));
    }

    private void Run(ResourceQuery query)
    {
        var fetcher =
            new PodFetcher(_scene.Api, _pending, [(query, _store)], ObjectProjection.OfPods([]),
            (_scene.Time, NullLogger<PodFetcher>.Instance));
        _scene.Run(fetcher.RunAsync);
    }

    private void Want(string name, long asked = 1) =>
        _pending.Add(new PendingFetch(new ObjectName(name.Split('/', 2)[0], name.Split('/', 2)[1]), "engine-1", asked));

    private Task<IReadOnlyList<PendingFetch>> ReportedAsync() =>
        _pending.Absent.NextAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

    private string[] Asked() => [.. _scene.Server.Requests.Of("list", "pods").Select(static request => $"{request.Namespace} {request.Query.GetValueOrDefault("fieldSelector")}")];

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(condition, "the fetch", TimeSpan.FromSeconds(20), CancellationToken.None);
}
