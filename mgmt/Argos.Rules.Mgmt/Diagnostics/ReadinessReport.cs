using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Logs when the engine holds everything, when that is no longer known, and why.</summary>
internal sealed partial class ReadinessReport(
    SyncHealth health, ClusterView view, TimeProvider time, ILogger<ReadinessReport> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private string? _logged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Report();
    }

    /// <summary>Looks once.</summary>
    internal void Report()
    {
        var reason = Reason();
        if (reason == _logged) return;
        _logged = reason;
        if (reason.Length == 0) LogReady(logger);
        else LogNotReady(logger, reason);
    }

    private string Reason()
    {
        if (health.IsReady) return "";
        return view.Ready.IsCompleted ? "the engine has not accepted its set lately" : "not everything that is replicated has been listed yet";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready: the engine holds the whole set")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string reason);
}
