using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Watching;

public sealed class StoreTests
{
    private int _told;
    private Store<ProjectedObject> _store = null!;

    [SetUp]
    public void Make() => (_told, _store) = (0, new Store<ProjectedObject>(() => _told++));

    [Test]
    public void Readers_see_the_old_set_until_the_list_is_complete()
    {
        _store.Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));

        _store.Write(new WatchEvent<ProjectedObject>.Init());
        _store.Write(new WatchEvent<ProjectedObject>.InitApply(Some.Pod("ns/c")));
        Assert.That(Names(), Is.EqualTo(new[] { "ns/a", "ns/b" }));
        _store.Write(new WatchEvent<ProjectedObject>.InitDone());

        Assert.That(Names(), Is.EqualTo(new[] { "ns/c" }));
    }

    [Test]
    public void What_came_and_went_since_it_was_taken_is_no_change()
    {
        _store.Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));
        _store.TakeChanges();

        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/short")));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "short")));
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.0.0.9")));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "a")));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "b")));
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/b", "10.0.0.8")));
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/listed")));
        _store.Fill(Some.Pod("ns/b", "10.0.0.8"));

        Assert.That(Changed(), Is.EqualTo(new[] { "+ns/b", "-ns/a" }));
    }

    [Test]
    public void Ready_completes_with_the_first_whole_list()
    {
        _store.Write(new WatchEvent<ProjectedObject>.Init());
        Assert.That(_store.Ready.IsCompleted, Is.False);

        _store.Write(new WatchEvent<ProjectedObject>.InitDone());

        Assert.That(_store.Ready.IsCompleted);
        Assert.That(_told, Is.EqualTo(1));
    }

    [Test]
    public void Relist_counts_what_came_went_and_changed_as_changed()
    {
        _store.Fill(Some.Pod("ns/same"), Some.Pod("ns/gone"), Some.Pod("ns/changed"));
        _store.TakeChanges();

        _store.Fill(Some.Pod("ns/same", version: "9"), Some.Pod("ns/changed", "10.9.9.9"), Some.Pod("ns/new"));

        Assert.That(Changed(), Is.EqualTo(new[] { "+ns/changed", "+ns/new", "-ns/gone" }));
    }

    [Test]
    public void Version_alone_is_no_change_and_keeps_what_was_sent()
    {
        _store.Fill(Some.Pod("ns/a", version: "1"));
        var sent = _store.TakeChanges().Items.Single().Value;
        _told = 0;

        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", version: "2")));

        Assert.That(_told, Is.Zero);
        Assert.That(_store.Find(new ObjectName("ns", "a")), Is.SameAs(sent));
    }

    [Test]
    public void Many_changes_of_one_key_are_one()
    {
        _store.Fill();
        for (var i = 0; i < 100; i++) _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", $"10.0.0.{i}")));

        Assert.That(Changed(), Is.EqualTo(new[] { "+ns/a" }));
        Assert.That(Changed(), Is.Empty);
    }

    [Test]
    public void Changes_that_nobody_takes_do_not_grow_without_bound()
    {
        _store.Fill([.. Enumerable.Range(0, 10_000).Select(static i => Some.Pod($"ns/{i}"))]);
        _store.TakeChanges();
        for (var i = 0; i < 10_000; i++) _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", $"{i}")));

        var changes = _store.TakeChanges();
        Assert.That(changes.All);
        Assert.That(changes.Items, Is.Empty);
        Assert.That(_store.TakeChanges().All, Is.False);
    }

    [Test]
    public void Digest_is_that_of_the_set_however_it_came_about()
    {
        _store.Fill(Some.Pod("ns/a"), Some.Pod("ns/b"), Some.Pod("ns/c"));
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.1.1.1")));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "b")));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "never")));

        var expected = SetDigest.Empty;
        foreach (var pod in new[] { Some.Pod("ns/a", "10.1.1.1"), Some.Pod("ns/c") })
            expected = expected.Add(SetDigest.HashOf($"kubernetes/pods/{pod.Name}", pod.Json));
        Assert.That(_store.TakeChanges().Digest, Is.EqualTo(expected));
        Assert.That(_store.TakeAll().Digest, Is.EqualTo(expected));
    }

    [Test]
    public void Offer_takes_what_the_watch_has_not_come_to()
    {
        List(7);

        Assert.That(_store.TryAdd(Some.Pod("ns/new"), 9));

        Assert.That(Changed(), Is.EqualTo(new[] { "+ns/new" }));
        Assert.That(_store.TryAdd(Some.Pod("ns/new"), 9), Is.False, "the same again is nothing new");
    }

    [TestCase(7ul)]
    [TestCase(6ul)]
    [TestCase(0ul)]
    public void Offer_refuses_what_the_watch_has_passed(ulong version)
    {
        List(7);

        Assert.That(_store.TryAdd(Some.Pod("ns/gone"), version), Is.False);

        Assert.That(Names(), Is.Empty);
    }

    [Test]
    public void Offer_refuses_a_pod_whose_end_the_watch_has_told()
    {
        List(7, Some.Pod("ns/a"));
        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "a")) { Version = 12 });

        Assert.That(_store.TryAdd(Some.Pod("ns/a"), 11), Is.False);

        Assert.That(Names(), Is.Empty);
    }

    [Test]
    public void Offer_before_the_first_list_is_refused()
    {
        Assert.That(_store.TryAdd(Some.Pod("ns/a"), 5), Is.False);
        _store.Write(new WatchEvent<ProjectedObject>.Init());
        Assert.That(_store.TryAdd(Some.Pod("ns/a"), 5), Is.False);
    }

    [Test]
    public void Events_older_than_what_was_fetched_do_not_undo_it_and_newer_ones_do()
    {
        List(7, Some.Pod("ns/a", "10.0.0.1"));
        _store.TryAdd(Some.Pod("ns/a", "10.0.0.3"), 12);

        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "a")) { Version = 10 });
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.0.0.2")) { Version = 11 });
        Assert.That(_store.Find(new ObjectName("ns", "a"))!.Fingerprint, Is.EqualTo(Some.Pod("ns/a", "10.0.0.3").Fingerprint));

        _store.Write(new WatchEvent<ProjectedObject>.Delete(new ObjectName("ns", "a")) { Version = 13 });
        Assert.That(Names(), Is.Empty);
    }

    [Test]
    public void A_list_replaces_what_was_fetched_too()
    {
        List(7);
        _store.TryAdd(Some.Pod("ns/a"), 12);

        List(8);

        Assert.That(Names(), Is.Empty);
        _store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a")) { Version = 9 });
        Assert.That(Names(), Is.EqualTo(new[] { "ns/a" }), "nothing is remembered of it");
    }

    private void List(ulong version, params ProjectedObject[] pods)
    {
        _store.Write(new WatchEvent<ProjectedObject>.Init());
        foreach (var pod in pods) _store.Write(new WatchEvent<ProjectedObject>.InitApply(pod));
        _store.Write(new WatchEvent<ProjectedObject>.InitDone { Version = version });
        _store.TakeChanges();
    }

    private IEnumerable<string> Names() => _store.Items().Select(static pod => pod.Name.ToString()).Order(StringComparer.Ordinal);

    private string[] Changed() =>
        [.. _store.TakeChanges().Items.Select(static change => (change.Value is null ? "-" : "+") + change.Key).Order(StringComparer.Ordinal)];
}
