using Argos.Rules.Core.Snapshots;
using Argos.Rules.Engine.Tests.Data;

namespace Argos.Rules.Engine.Tests.Snapshots;

internal sealed class SnapshotStoreTests
{
    private readonly CancellationTokenSource _cancellation = new();

    [OneTimeTearDown]
    public void Dispose() => _cancellation.Dispose();

    [Test]
    public void ChangeData_makes_the_next_revision()
    {
        var store = new SnapshotStore();

        Put(store, "a", "1");

        Assert.That(store.Current.Revision, Is.EqualTo(1));
        Assert.That(store.Current.Data.Read("a").Number, Is.EqualTo(1));
    }

    [Test]
    public void ChangeData_that_is_refused_or_changes_nothing_keeps_the_snapshot()
    {
        var store = new SnapshotStore();
        Put(store, "a", "1");
        var before = store.Current;

        Put(store, "a", "1");
        store.ChangeData(tree => tree.Without(Json.Path("none")));
        store.ChangePolicies(policies => policies);

        Assert.That(store.Current, Is.SameAs(before));
    }

    [TestCase("a/b", "a/b")]
    [TestCase("a/b", "a")]
    [TestCase("a/b", "a/b/c")]
    [TestCase("a/b", "")]
    public async Task NextChangeAsync_completes_for_a_change_at_above_or_below(string key, string written)
    {
        var store = new SnapshotStore();
        Put(store, "a/b/x", "1");
        var waiting = store.NextChangeAsync(Json.Path(key), store.Current, _cancellation.Token);
        Assert.That(waiting.IsCompleted, Is.False);

        Put(store, written, "{}");

        await waiting;
    }

    [Test]
    public void NextChangeAsync_does_not_complete_for_another_path()
    {
        var store = new SnapshotStore();
        var waiting = store.NextChangeAsync(Json.Path("a/b"), store.Current, _cancellation.Token);

        Put(store, "a/c", "1");
        Put(store, "b", "1");

        Assert.That(waiting.IsCompleted, Is.False);
    }

    [Test]
    public void NextChangeAsync_completes_at_once_for_a_change_between_snapshot_and_wait()
    {
        var store = new SnapshotStore();
        var seen = store.Current;
        Put(store, "a/b", "1");
        Put(store, "c", "1");

        Assert.That(store.NextChangeAsync(Json.Path("a/b"), seen, _cancellation.Token).IsCompletedSuccessfully, Is.True);
        Assert.That(store.NextChangeAsync(Json.Path("a/b"), store.Current, _cancellation.Token).IsCompleted, Is.False);
    }

    [TestCase("other/b", false)]
    [TestCase("a/c", false)]
    [TestCase("a/b/c", true)]
    [TestCase("a/b", true)]
    [TestCase("a", true)]
    public void NextChangeAsync_looks_at_what_changed_since_the_snapshot_however_long_ago(string written, bool expected)
    {
        var store = new SnapshotStore();
        Put(store, "a/b/x", "1");
        var seen = store.Current;
        Put(store, written, "{}");
        for (var i = 0; i < 2000; i++) Put(store, "other/a", $"{i}");

        Assert.That(store.NextChangeAsync(Json.Path("a/b"), seen, _cancellation.Token).IsCompletedSuccessfully, Is.EqualTo(expected));
    }

    [Test]
    public void NextChangeAsync_completes_at_once_for_policies_that_changed_since_the_snapshot()
    {
        var store = new SnapshotStore();
        var seen = store.Current;
        store.ChangePolicies(static policies => policies.Without("x"));

        Assert.That(store.NextChangeAsync(Json.Path("a/b"), seen, _cancellation.Token).IsCompletedSuccessfully, Is.EqualTo(!ReferenceEquals(seen.Policies, store.Current.Policies)));
    }

    [Test]
    [NonParallelizable]
    public void Changes_are_not_remembered()
    {
        var store = new SnapshotStore();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 1024; i++) store.Change(static snapshot => snapshot with { }, [.. Enumerable.Range(0, 100).Select(path => Json.Path($"kubernetes/pods/namespace-{i}/pod-{path}"))]);

        // The paths alone were some 30 MiB.
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(8 * 1024 * 1024));
        GC.KeepAlive(store);
    }

    [Test]
    public async Task NextChangeAsync_completes_for_changed_policies()
    {
        var store = new SnapshotStore();
        var waiting = store.NextChangeAsync(Json.Path("a/b"), store.Current, _cancellation.Token);

        store.ChangePolicies(policies => policies.Without("x"));

        await waiting;
    }

    [Test]
    public async Task NextChangeAsync_given_up_by_one_still_wakes_the_other()
    {
        var store = new SnapshotStore();
        using var impatient = new CancellationTokenSource();
        var first = store.NextChangeAsync(Json.Path("a"), store.Current, impatient.Token);
        var second = store.NextChangeAsync(Json.Path("a"), store.Current, _cancellation.Token);

        await impatient.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Put(store, "a", "1");

        await second;
    }

    [Test]
    public async Task Concurrent_writers_and_waiters_lose_nothing()
    {
        const int Writers = 4, Each = 250;
        var store = new SnapshotStore();
        var waiters = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var key = Json.Path($"w{i % Writers}/{Each - 1}");
            while (true)
            {
                var snapshot = store.Current;
                if (snapshot.Data.Exists(key)) return;
                await store.NextChangeAsync(key, snapshot, _cancellation.Token);
            }
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++) Put(store, $"w{w}/{i}", "1");
        })));

        await Task.WhenAll(waiters).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(store.Current.Revision, Is.EqualTo(Writers * Each));
    }

    private static void Put(SnapshotStore store, string path, string json) =>
        store.ChangeData(tree => tree.With(Json.Path(path), Json.Value(json)));
}
