using Argos.Rules.Core.Sync;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Sync;

internal sealed class RefreshRequestsTests
{
    [Test]
    public void Take_gives_each_path_once_and_only_so_many()
    {
        var requests = new RefreshRequests();
        for (var i = 0; i < 200; i++) requests.Request($"root/{i % 100}");

        Assert.That(requests.Take("mgmt"), Has.Length.EqualTo(64).And.Unique);
        Assert.That(requests.Take("mgmt"), Is.Empty);
    }

    [Test]
    public void Every_source_is_told()
    {
        var requests = new RefreshRequests();
        requests.Request("before/anybody-asked");
        Assert.That(requests.Take("one"), Is.EqualTo(new[] { "before/anybody-asked" }));
        Assert.That(requests.Take("two"), Is.Empty);

        requests.Request("a/b");

        Assert.That(requests.Take("one"), Is.EqualTo(new[] { "a/b" }));
        Assert.That(requests.Take("two"), Is.EqualTo(new[] { "a/b" }));
    }

    [Test]
    public async Task TakeAsync_ends_with_the_first_request_or_when_the_time_is_over()
    {
        var (requests, time) = (new RefreshRequests(), new ManualTime());
        var first = requests.TakeAsync("mgmt", TimeSpan.FromSeconds(20), time, CancellationToken.None);
        Assert.That(first.IsCompleted, Is.False);

        requests.Request("a/b");
        Assert.That(await first, Is.EqualTo(new[] { "a/b" }));

        var second = requests.TakeAsync("mgmt", TimeSpan.FromSeconds(20), time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.That(second.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await second, Is.Empty);
        Assert.That(time.ActiveTimers, Is.Zero);
    }
}
