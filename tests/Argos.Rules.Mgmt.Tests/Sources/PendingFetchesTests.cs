using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Tests.Sources;

public sealed class PendingFetchesTests
{
    private PendingFetches _pending = null!;

    [SetUp]
    public void SetUp() => _pending = new PendingFetches();

    [Test]
    public async Task Namespace_that_wants_many_delays_no_other()
    {
        for (var i = 0; i < 1000; i++) Want("many", $"p{i}", i);
        Want("few", "p", 1000);

        await _pending.NextAsync(CancellationToken.None);

        Assert.That((await _pending.NextAsync(CancellationToken.None)).Name, Is.EqualTo(new ObjectName("few", "p")));
    }

    [Test]
    public async Task Pod_that_is_wanted_again_is_fetched_once_for_the_newer_question()
    {
        Want("ns", "p", 1);
        Want("ns", "p", 2);
        Want("ns", "q", 3);

        Assert.That((await _pending.NextAsync(CancellationToken.None)).Asked, Is.EqualTo(2));
        Assert.That((await _pending.NextAsync(CancellationToken.None)).Name.Name, Is.EqualTo("q"));
    }

    [Test]
    public async Task Pod_that_was_dropped_can_be_wanted_again()
    {
        for (var i = 0; i < 300; i++) Want("ns", $"p{i}", i);
        for (var i = 0; i < 256; i++) await _pending.NextAsync(CancellationToken.None);

        Want("ns", "p299", 400);

        Assert.That((await _pending.NextAsync(CancellationToken.None)).Asked, Is.EqualTo(400));
    }

    private void Want(string @namespace, string name, long asked) =>
        _pending.Add(new PendingFetch(new ObjectName(@namespace, name), "engine", asked));
}
