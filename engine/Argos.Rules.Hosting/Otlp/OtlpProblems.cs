using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Argos.Rules.Hosting.Otlp;

/// <summary>Brings what the exporter says of its failures into the log, at most once a minute: it fails silently otherwise.</summary>
public sealed partial class OtlpProblems(TimeProvider time, ILogger logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _told;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The collector (`Otlp:Endpoint`) does not take what is sent: {Problem}; it is lost, and the work goes on")]
    private static partial void LogProblem(ILogger logger, string problem);
}
