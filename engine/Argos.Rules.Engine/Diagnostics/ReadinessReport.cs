using System.Collections.Immutable;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>Logs when the engine becomes ready, when it no longer is, and why.</summary>
internal sealed partial class ReadinessReport(IEngineHealth health, TimeProvider time, ILogger<ReadinessReport> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Reasons may count what is missing: a list that grows shorter is not worth a line each second.</summary>
    private static readonly TimeSpan MinimumPause = TimeSpan.FromSeconds(10);

    private ImmutableArray<string> _logged;
    private long _loggedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Report();
    }

    /// <summary>Looks once.</summary>
    internal void Report()
    {
        var reasons = health.NotReadyReasons();
        if (!_logged.IsDefault && (reasons.SequenceEqual(_logged)
            || (!reasons.IsEmpty && !_logged.IsEmpty && time.GetElapsedTime(_loggedAt) < MinimumPause))) return;
        (_logged, _loggedAt) = (reasons, time.GetTimestamp());
        var text = string.Join("; ", reasons);
        if (text.Length == 0) LogReady();
        else LogNotReady(text);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready: callbacks are decided")]
    private partial void LogReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready, callbacks are answered 504: {Reasons}")]
    private partial void LogNotReady(string reasons);
}
