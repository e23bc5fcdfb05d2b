using Argos.Rules.Mgmt.Watching;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Mgmt.Tests.Watching;

public sealed class BackoffTests
{
    private ManualTime _time = null!;

    [SetUp]
    public void Make() => _time = new ManualTime();

    [Test]
    public void Pauses_double_up_to_the_limit_with_jitter()
    {
        var backoff = Backoff.ForApiServer(_time, new Random(1));

        var pauses = Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds).ToArray();

        double[] steps = [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30];
        for (var i = 0; i < steps.Length; i++) Assert.That(pauses[i], Is.InRange(steps[i] / 2, steps[i]));
        Assert.That(pauses[7], Is.Not.EqualTo(pauses[6]));
    }

    [Test]
    public void Healthy_while_starts_anew()
    {
        var backoff = Backoff.ForApiServer(_time, new Random(1));
        for (var i = 0; i < 8; i++) backoff.Next();

        _time.Advance(TimeSpan.FromSeconds(151));

        Assert.That(backoff.Next().TotalSeconds, Is.LessThanOrEqualTo(0.8));
    }

    [Test]
    public async Task Wait_takes_the_pause()
    {
        var wait = Backoff.ForApiServer(_time, new Random(1)).WaitAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(0.39));
        Assert.That(wait.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await wait;
    }
}
