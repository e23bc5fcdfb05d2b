using Argos.Rules.Engine.Diagnostics;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Diagnostics;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReadinessReportTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordedLog<ReadinessReport> _log = new();
    private readonly FakeEngineHealth _health = new() { Reasons = ["no policy"] };
    private readonly ReadinessReport _report;

    public ReadinessReportTests() => _report = new ReadinessReport(_health, _time, _log);

    public void Dispose() => _report.Dispose();

    [Test]
    public void Readiness_is_logged_when_it_changes_and_not_again()
    {
        _report.Report();
        _report.Report();
        _health.Reasons = [];
        _report.Report();
        _report.Report();
        _health.Reasons = ["source `mgmt` is late"];
        _report.Report();

        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            "Warning: Not ready, callbacks are answered 504: no policy",
            "Information: Ready: callbacks are decided",
            "Warning: Not ready, callbacks are answered 504: source `mgmt` is late",
        }));
    }

    [Test]
    public void Reasons_that_change_all_the_time_are_logged_now_and_then()
    {
        _report.Report();
        for (var left = 100; left > 90; left--)
        {
            _health.Reasons = [$"{left} objects are missing"];
            _report.Report();
        }
        Assert.That(_log.Lines, Has.Count.EqualTo(1));

        _time.Advance(TimeSpan.FromSeconds(10));
        _report.Report();

        Assert.That(_log.Lines, Has.Count.EqualTo(2));
        Assert.That(_log.Lines[1], Does.Contain("91 objects are missing"));
    }
}
