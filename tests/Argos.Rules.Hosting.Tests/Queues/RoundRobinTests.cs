using Argos.Rules.Hosting.Queues;

namespace Argos.Rules.Hosting.Tests.Queues;

internal sealed class RoundRobinTests
{
    private RoundRobin<string> _queue = null!;

    [SetUp]
    public void SetUp() => _queue = new RoundRobin<string>(8);

    [Test]
    public void Item_of_another_group_is_next_however_many_wait_before_it()
    {
        for (var i = 0; i < 7; i++) Add("a", $"a{i}");
        Add("b", "b0");

        Assert.That(_queue.TakeAll(), Is.EqualTo(new[] { "a0", "b0", "a1", "a2", "a3", "a4", "a5", "a6" }));
        Assert.That(_queue.Count, Is.Zero);
    }

    [Test]
    public void Largest_group_loses_its_newest_when_there_is_no_room()
    {
        for (var i = 0; i < 8; i++) Add("a", $"a{i}");

        Assert.That(_queue.Add("a", "a8", out var own), Is.False);
        Assert.That(own, Is.EqualTo("a8"));
        Assert.That(_queue.Add("b", "b0", out var other), Is.False);
        Assert.That(other, Is.EqualTo("a7"));

        Assert.That(_queue.TakeAll(), Is.EqualTo(new[] { "a0", "b0", "a1", "a2", "a3", "a4", "a5", "a6" }));
    }

    [Test]
    public void Many_groups_share_what_there_is()
    {
        for (var i = 0; i < 100; i++)
        {
            foreach (var group in (string[])["a", "b", "c", "d"]) _queue.Add(group, $"{group}{i}", out _);
        }

        Assert.That(_queue.TakeAll(), Is.EqualTo(new[] { "a0", "b0", "c0", "d0", "a1", "b1", "c1", "d1" }));
    }

    [Test]
    public void Item_is_in_it_once()
    {
        Add("a", "x");
        Add("a", "x");

        Assert.That(_queue.Contains("x"));
        Assert.That(_queue.TakeAll(), Is.EqualTo(new[] { "x" }));
        Assert.That(_queue.Contains("x"), Is.False);
        Assert.That(_queue.TryTake(out _), Is.False);
    }

    [Test]
    public void Group_that_lost_everything_can_come_back()
    {
        var queue = new RoundRobin<string>(1);
        queue.Add("a", "a0", out _);
        Assert.That(queue.TryTake(out _));
        Assert.That(queue.Add("b", "b0", out _));
        Assert.That(queue.Add("a", "a1", out var dropped), Is.False);

        Assert.That(dropped, Is.EqualTo("b0"), "a group that has nothing comes before one that has");
        Assert.That(queue.Add("b", "b1", out _), Is.False);
        Assert.That(queue.TakeAll(), Is.EqualTo(new[] { "b1" }));
    }

    private void Add(string group, string item) => Assert.That(_queue.Add(group, item, out _), item);
}
