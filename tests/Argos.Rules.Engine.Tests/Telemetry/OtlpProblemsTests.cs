using System.Diagnostics.Tracing;
using Argos.Rules.Engine.Telemetry;
using Argos.Rules.Engine.Tests.Decisions;
using Argos.Rules.Hosting.Otlp;
using Argos.Rules.TestKit.Time;

namespace Argos.Rules.Engine.Tests.Telemetry;

internal sealed class OtlpProblemsTests
{
    private ManualTime _time = null!;
    private RecordedLog<OtlpExport> _log = null!;
    private OtlpProblems _problems = null!;
    private ExporterEvents _exporter = null!;

    [SetUp]
    public void Listen()
    {
        (_time, _log) = (new ManualTime(), new RecordedLog<OtlpExport>());
        _exporter = new ExporterEvents();
        _problems = new OtlpProblems(_time, _log);
    }

    [TearDown]
    public void Stop()
    {
        _problems.Dispose();
        _exporter.Dispose();
    }

    [Test]
    public void Failure_is_told_by_its_name_and_without_what_it_says()
    {
        _exporter.FailedToSend("authorization: hunter2");

        Assert.That(_log.Lines, Has.One.Items.And.All.Contains("FailedToSend").And.All.Not.Contains("hunter2"));
    }

    [Test]
    public void Failures_are_told_once_a_minute()
    {
        _exporter.FailedToSend("a");
        _time.Advance(TimeSpan.FromSeconds(59));
        _exporter.FailedToSend("b");
        Assert.That(_log.Lines, Has.Count.EqualTo(1));

        _time.Advance(TimeSpan.FromSeconds(1));
        _exporter.FailedToSend("c");
        Assert.That(_log.Lines, Has.Count.EqualTo(2));
    }

    [Test]
    public void What_is_no_failure_is_not_told()
    {
        _exporter.Sent();

        Assert.That(_log.Lines, Is.Empty);
    }

    /// <summary>The exporter's source of events, by its name.</summary>
    [EventSource(Name = "OpenTelemetry-Exporter-OpenTelemetryProtocol")]
    private sealed class ExporterEvents : EventSource
    {
        [Event(1, Level = EventLevel.Error)]
        public void FailedToSend(string why) => WriteEvent(1, why);

        [Event(2, Level = EventLevel.Informational)]
        public void Sent() => WriteEvent(2);
    }
}
