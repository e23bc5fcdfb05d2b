using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Sources;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Reports to the engine that pods for which decisions wait do not exist, so that they are answered at once. A report that does not arrive
/// is not repeated: the decision then waits until its time is over.
/// </summary>
internal sealed partial class AbsenceLoop(EngineClient client, ClusterView view, ILogger<AbsenceLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pods = await view.Pending.Absent.NextAsync(stoppingToken);
            try
            {
                var result = await client.ReportAbsentAsync(ReportOf(pods), stoppingToken);
                if (result.IsTaken) view.Pending.Absent.ReportedToEngine(pods.Count);
                else LogFailed(logger, result.Errors[0].Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.Message);
            }
        }
    }

    private SyncAbsent ReportOf(IReadOnlyList<PendingFetch> pods) => new()
    {
        EngineId = pods[0].EngineId,
        Absent = [.. pods.Select(pod => new AbsentObject(view.Collections[0].Root.Append(pod.Name.Namespace).Append(pod.Name.Name).ToString(), pod.Asked))],
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "Pods that do not exist could not be reported to the engine: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
