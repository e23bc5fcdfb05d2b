using System.Net;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Listeners;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConnectionLimiterTests
{
    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("10.9.0.1"), 1);
    private static readonly IPEndPoint Zts = new(IPAddress.Parse("10.1.0.1"), 1);

    private readonly ManualTime _time = new();
    private readonly List<string> _aborted = [];

    [Test]
    public void Silent_connections_make_room_for_new_ones()
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(10, 10), _time);
        for (var i = 0; i < 50; i++) Enter(limiter, Stranger, $"s{i}");

        Assert.That(Enter(limiter, Zts, "zts"), Is.Not.Null);
        Assert.That(limiter.Open, Is.EqualTo(10));
        Assert.That(_aborted, Is.EqualTo(Enumerable.Range(0, 41).Select(static i => $"s{i}")), "the oldest first, and never ZTS");
    }

    [Test]
    public void Flood_of_one_address_closes_its_own()
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(10, 4), _time);
        Enter(limiter, Zts, "zts");
        for (var i = 0; i < 100; i++) Enter(limiter, Stranger, $"s{i}");

        Assert.That(_aborted, Has.None.EqualTo("zts"));
        Assert.That(limiter.Open, Is.EqualTo(5));
    }

    [Test]
    public void Connections_with_requests_are_never_closed_for_others()
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(2, 2), _time);
        foreach (var name in new[] { "a", "b" }) limiter.Begin(Enter(limiter, Zts, name)!);

        Assert.That(Enter(limiter, Stranger, "s"), Is.Null);
        Assert.That((limiter.Refused, _aborted.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Connection_is_closed_when_its_first_or_next_request_does_not_come()
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(10, 10, TimeSpan.FromSeconds(10)), _time);
        Enter(limiter, Stranger, "silent");
        var working = Enter(limiter, Zts, "working")!;
        limiter.Begin(working);
        _time.Advance(TimeSpan.FromSeconds(11));
        limiter.DropIdle();
        Assert.That(_aborted, Is.EqualTo(new[] { "silent" }));

        limiter.End(working);
        _time.Advance(TimeSpan.FromSeconds(9));
        limiter.DropIdle();
        Assert.That(_aborted, Has.Count.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        limiter.DropIdle();
        Assert.That(_aborted, Is.EqualTo(new[] { "silent", "working" }));
    }

    [Test]
    public void Dropped_connection_that_ends_later_is_not_counted_twice()
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(1, 1), _time);
        var first = Enter(limiter, Stranger, "first")!;
        var second = Enter(limiter, Stranger, "second")!;
        limiter.Begin(first);
        limiter.End(first);
        limiter.Leave(first);

        Assert.That(limiter.Open, Is.EqualTo(1));
        limiter.Leave(second);
        Assert.That(limiter.Open, Is.Zero);
    }

    [TestCase("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", 1)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:3::1", 2)]
    [TestCase("10.0.0.1", "::ffff:10.0.0.1", 1)]
    public void Address_of_ipv6_is_its_network(string one, string other, int open)
    {
        var limiter = new ConnectionLimiter(new ConnectionLimits(10, 1), _time);
        Enter(limiter, new IPEndPoint(IPAddress.Parse(one), 1), "one");
        Enter(limiter, new IPEndPoint(IPAddress.Parse(other), 1), "other");

        Assert.That(limiter.Open, Is.EqualTo(open));
    }

    [Test]
    public void Limits_are_fitted_to_the_open_files_of_the_process()
    {
        var settings = new ConnectionSettings(new(4000, 2000), new(256, 256), new(256, 256));

        Assert.That(settings.Fit(5000), Is.EqualTo(settings));
        var few = settings.Fit(864);
        Assert.That((few.Callback.Maximum, few.Callback.PerAddress, few.Management.Maximum, few.Diagnostics.Maximum), Is.EqualTo((432, 216, 216, 216)));
    }

    private TrackedConnection? Enter(ConnectionLimiter limiter, IPEndPoint from, string name) => limiter.TryEnter(from, () => _aborted.Add(name));
}
