using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Engine.Tests.Sandbox;

internal sealed class MeterTimeTests
{
    /// <summary>Processor time, not time on the wall: what else the machine does is not counted.</summary>
    [Test]
    public void Time_budget_stops_at_its_setting()
    {
        var before = ThreadClock.Used();
        if (before is null) Assert.Ignore("the platform does not tell the processor time of a thread");
        var budget = TimeSpan.FromMilliseconds(200);
        Meter.Start(new Budget { Steps = long.MaxValue, Time = budget });
        try
        {
            var error = Assert.Throws<BudgetExhaustedException>(static () =>
            {
                for (; ; ) Meter.Step();
            });
            Assert.That(error!.Message, Does.Contain("200 ms"));
        }
        finally
        {
            Meter.Stop();
        }

        Assert.That(ThreadClock.Used() - before, Is.InRange(budget * 0.8, budget * 1.3));
    }
}
