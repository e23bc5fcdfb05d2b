namespace Argos.Rules.Engine.Listeners;

/// <summary>Looks every second for connections that have been without a request for too long.</summary>
internal sealed class IdleConnections(ListenerConnections connections, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) connections.DropIdle();
    }
}
