using Argos.Rules.TestKit.Time;

namespace Argos.Rules.System.Tests.Fakes;

internal sealed class ManualTimeTests
{
    [Test]
    public async Task Advance_past_a_delay_completes_it()
    {
        var time = new ManualTime();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), time, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(delay.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await delay.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(time.ActiveTimers, Is.Zero);
    }

    [Test]
    public void Advance_fires_timers_in_the_order_they_are_due_at_their_own_time()
    {
        var time = new ManualTime();
        List<(string, TimeSpan)> fired = [];
        using var late = time.CreateTimer(_ => fired.Add(("late", time.Now - time.Start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var every = time.CreateTimer(_ => fired.Add(("every", time.Now - time.Start)), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(fired, Is.EqualTo(new[] { ("every", TimeSpan.FromSeconds(2)), ("late", TimeSpan.FromSeconds(3)), ("every", TimeSpan.FromSeconds(4)) }));
        Assert.That(time.Now - time.Start, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Dispose_of_a_timer_keeps_it_from_firing()
    {
        var time = new ManualTime();
        var fired = false;
        time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(fired, Is.False);
    }

    [Test]
    public void Jump_moves_the_wall_clock_but_neither_timers_nor_timestamps()
    {
        var time = new ManualTime();
        var before = time.GetTimestamp();
        var fired = false;
        using var timer = time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Jump(time.Now.AddDays(-1));

        Assert.That(time.GetElapsedTime(before), Is.EqualTo(TimeSpan.Zero));
        Assert.That(fired, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(fired, Is.True);
    }

    [Test]
    public async Task WaitForTimers_completes_when_the_code_reaches_its_delay()
    {
        var time = new ManualTime();
        var waiting = time.WaitForTimersAsync(1, CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);

        _ = Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
