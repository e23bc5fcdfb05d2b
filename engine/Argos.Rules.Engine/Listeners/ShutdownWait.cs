namespace Argos.Rules.Engine.Listeners;

/// <summary>Holds the listeners open for the wait period. The host runs it before it stops anything.</summary>
internal sealed partial class ShutdownWait(ShutdownOptions options, TimeProvider time, ILogger<ShutdownWait> logger) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping(options.WaitSeconds, options.DrainSeconds);
        await Task.Delay(TimeSpan.FromSeconds(options.WaitSeconds), time, CancellationToken.None);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: not ready any more, serving for {WaitSeconds} s, then draining for up to {DrainSeconds} s")]
    private partial void LogStopping(double waitSeconds, double drainSeconds);
}
