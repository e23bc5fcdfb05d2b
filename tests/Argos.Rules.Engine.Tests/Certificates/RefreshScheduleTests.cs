using Argos.Rules.Enrollment;

namespace Argos.Rules.Engine.Tests.Certificates;

internal sealed class RefreshScheduleTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(0, 10.0)]
    [TestCase(1, 9.0)]
    public void Due_after_a_share_of_the_life_up_to_a_tenth_sooner(double jitter, double days)
    {
        Assert.That(RefreshSchedule.Due(Begin, Begin.AddDays(30), 1d / 3, jitter), Is.EqualTo(Begin.AddDays(days)).Within(TimeSpan.FromSeconds(1)));
    }

    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(5, 80)]
    [TestCase(8, 600)]
    [TestCase(1000, 600)]
    public void Retry_doubles_up_to_ten_minutes(int failures, double seconds)
    {
        Assert.That(RefreshSchedule.Retry(failures, 0.5), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        Assert.That(RefreshSchedule.Retry(failures, 0), Is.EqualTo(TimeSpan.FromSeconds(seconds * 0.8)));
        Assert.That(RefreshSchedule.Retry(failures, 1), Is.EqualTo(TimeSpan.FromSeconds(seconds * 1.2)));
    }
}
