using System.Diagnostics.Tracing;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Brings what the exporter says of its failures into the log, at most once a minute: it fails silently otherwise.</summary>
internal sealed partial class OtlpProblems(TimeProvider time, ILogger logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _told;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            if (_told is { } then && time.GetElapsedTime(then) < Pause) return;
            _told = time.GetTimestamp();
        }
        // The name only: the arguments hold the text of an exception.
        LogProblem(logger, eventData.EventName ?? eventData.EventId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The collector (`Otlp:Endpoint`) does not take metrics or traces: {Problem}; they are lost, and decisions go on")]
    private static partial void LogProblem(ILogger logger, string problem);
}
