using Argos.Rules.Core.Limits;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Limits;

internal sealed class FairLimiterTests
{
    private static readonly FairShare[] Greedy = Shares("greedy", "api");
    private static readonly FairShare[] Honest = Shares("honest", "api");

    [Test]
    public void One_identity_alone_may_hold_half_of_the_places()
    {
        var limiter = new FairLimiter(20, 40, new ManualTime());

        Assert.That(Enumerable.Range(0, 40).Count(_ => limiter.TryTake(1, Greedy) is not null), Is.EqualTo(10));
    }

    [Test]
    public void Places_of_one_domain_do_not_take_those_of_another()
    {
        var limiter = new FairLimiter(20, 40, new ManualTime());
        for (var i = 0; i < 100; i++) limiter.TryTake(1, Shares("greedy", $"s{i % 7}"));

        Assert.That(limiter.TryTake(1, Honest), Is.Not.Null);
        Assert.That(limiter.TryTake(1, Honest), Is.Not.Null, "a tenth of twenty");
        Assert.That(limiter.TryTake(1, Honest), Is.Null, "beyond its share, and more than half is taken");
    }

    [Test]
    public void Rate_of_one_domain_does_not_take_that_of_another()
    {
        var time = new ManualTime();
        var limiter = new FairLimiter(20, 40, time);
        var (greedy, honest) = (0, 0);
        for (var step = 0; step < 100; step++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < 50; i++) greedy += Ask(limiter, Greedy);
            // Three a second, within the tenth of forty that a service can count on.
            if (step % 3 == 0) honest += Ask(limiter, Honest);
        }

        Assert.That(honest, Is.EqualTo(34), "none of its questions is refused");
        Assert.That(greedy, Is.InRange(300, 420), "and what is left over does not lie idle");
    }

    [Test]
    public void Services_of_a_domain_do_not_take_each_others_share()
    {
        var limiter = new FairLimiter(20, 40, new ManualTime());
        for (var i = 0; i < 100; i++) limiter.TryTake(1, Greedy);
        var others = Enumerable.Range(0, 4).Count(i => limiter.TryTake(1, Shares("other", $"s{i}")) is not null);

        Assert.That(others, Is.EqualTo(4));
    }

    [Test]
    public void Place_is_free_again_when_the_question_ends_and_only_once()
    {
        var limiter = new FairLimiter(1, null, new ManualTime());
        var lease = limiter.TryTake(1, Honest);

        Assert.That(limiter.TryTake(1, Honest), Is.Null);
        lease!.Dispose();
        lease.Dispose();
        Assert.That(limiter.TryTake(1, Honest), Is.Not.Null);
        Assert.That(limiter.TryTake(1, Honest), Is.Null);
    }

    [Test]
    public void Amounts_are_bounded_by_what_they_weigh()
    {
        var limiter = new FairLimiter(1000, null, new ManualTime());

        Assert.That(limiter.TryTake(1001, Honest), Is.Null);
        Assert.That(limiter.TryTake(500, Greedy), Is.Not.Null, "half of the whole is free after it");
        Assert.That(limiter.TryTake(1, Greedy), Is.Null);
        Assert.That(limiter.TryTake(101, Honest), Is.Null, "more than its tenth");
        Assert.That(limiter.TryTake(100, Honest), Is.Not.Null);
        Assert.That(limiter.InUse, Is.EqualTo(600));
    }

    [Test]
    public void Parties_without_anything_in_use_are_forgotten()
    {
        var limiter = new FairLimiter(1000, null, new ManualTime());
        limiter.TryTake(10, Honest)!.Dispose();

        Assert.That(limiter.Remembered, Is.Zero);
    }

    [Test]
    public void Identities_that_are_remembered_are_bounded()
    {
        var limiter = new FairLimiter(100_000, 100_000, new ManualTime());
        for (var i = 0; i < 20_000; i++) limiter.TryTake(1, Shares($"d{i}", "api"));

        Assert.That(limiter.Remembered, Is.LessThanOrEqualTo(8194));
    }

    private static int Ask(FairLimiter limiter, FairShare[] shares)
    {
        using var lease = limiter.TryTake(1, shares);
        return lease is null ? 0 : 1;
    }

    private static FairShare[] Shares(string domain, string service) => [new(Party.Domain(domain), 0.25), new(Party.Service(domain, service), 0.1)];
}
