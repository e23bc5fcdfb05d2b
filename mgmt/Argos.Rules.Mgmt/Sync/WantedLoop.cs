using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>Asks the engine all the time what it wants fetched, and passes it on. When it cannot be asked, the heartbeat's answer still tells.</summary>
internal sealed partial class WantedLoop(EngineClient client, ClusterView view, TimeProvider time, ILogger<WantedLoop> logger) : BackgroundService
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), time, Random.Shared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await view.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                view.Want((await client.GetWantedAsync(stoppingToken)).Wanted);
                _backoff.Reset();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.Message);
                await _backoff.WaitAsync(stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The engine could not be asked what it wants: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
