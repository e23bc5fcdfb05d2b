using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Asks the engine all the time what it wants fetched, and passes it on. The question that is always open is also how the end of an engine is noticed: its connection breaks,
/// or another start answers that it is not meant.
/// </summary>
internal sealed partial class FetchRequestLoop(EngineClient client, ClusterView view, EngineSession session, TimeProvider time,
    ILogger<FetchRequestLoop> logger) : BackgroundService
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), time, Random.Shared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await view.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var engineId = session.EngineId;
            if (engineId.Length == 0)
            {
                await session.Opened.WaitAsync(stoppingToken);
                continue;
            }
            try
            {
                var question = await client.GetPendingAsync(engineId, stoppingToken);
                view.Want(question.Pending, engineId, question.Asked);
                _backoff.Reset();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.Message);
                if (e is not EngineUnavailableException { HasAnswered: true }) Doubt(engineId);
                await session.Opened.WaitAsync(_backoff.Next(), time, stoppingToken);
            }
        }
    }

    private void Doubt(string engineId)
    {
        session.Doubt(engineId);
        view.Changed.Raise();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The engine could not be asked what it wants: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
