using System.Text;
using Argos.Rules.Mgmt.Projection;
using Argos.Rules.Mgmt.Tests.Fakes;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Projection;

[NonParallelizable]
public sealed class StringTableTests
{
    [Test]
    public void Table_that_has_long_been_full_is_replaced_and_what_is_held_moves_along_unchanged()
    {
        var store = new Store<ProjectedObject>(static () => { });
        store.Fill(Some.Pod("ns/a"), Some.Pod("ns/b"));
        store.TakeAll();
        var (json, before) = (store.Find(new ObjectName("ns", "b"))!.Json, StringTable.Current);

        Wear(before);
        store.Write(new WatchEvent<ProjectedObject>.Apply(Some.Pod("ns/a", "10.0.0.2")));

        Assert.That(StringTable.Current.Generation, Is.EqualTo(before.Generation + 1));
        Assert.That(store.Items().Select(static pod => pod.Generation), Is.All.EqualTo(StringTable.Current.Generation), "nothing keeps the old table");
        Assert.That(store.Find(new ObjectName("ns", "b"))!.Json, Is.EqualTo(json));
        Assert.That(store.TakeChanges().Items.Select(static item => item.Key.Name), Is.EqualTo(new[] { "a" }),
            "to be packed again is not a change");
    }

    [Test]
    public void Relist_after_that_sends_nothing_and_keeps_the_digest()
    {
        var store = new Store<ProjectedObject>(static () => { });
        store.Fill(Some.Pod("ns/a", version: "1"));
        var digest = store.TakeAll().Digest;

        Wear(StringTable.Current);
        store.Fill(Some.Pod("ns/a", version: "2"));

        var changes = store.TakeChanges();
        Assert.That(changes.Items, Is.Empty);
        Assert.That(changes.Digest, Is.EqualTo(digest));
        Assert.That(store.Items().Single().Generation, Is.EqualTo(StringTable.Current.Generation));
    }

    // Rollouts of weeks.
    private static void Wear(StringTable table)
    {
        for (var i = 0; ReferenceEquals(StringTable.Current, table); i++)
        {
            Assert.That(i, Is.LessThan(2 * StringTable.MaximumMissed));
            table.Find(Encoding.UTF8.GetBytes($"template-{table.Generation}-{i:x8}"), always: true);
        }
    }
}
