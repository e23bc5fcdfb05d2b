using System.Net;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Status;

/// <summary>Writes the status annotation where it differs, and an event where it tells of an error. Without the right to do so everything else goes on.</summary>
/// <param name="api">The API server.</param>
/// <param name="replica">The name of this replica.</param>
/// <param name="isGone">Whether another replica does not exist any more.</param>
/// <param name="metrics">Counts writes.</param>
/// <param name="runtime">The clock and the logger.</param>
internal sealed partial class StatusWriter(
    ApiClient api, string replica, Func<string, bool> isGone, MgmtMetrics metrics, (TimeProvider Time, ILogger<StatusWriter> Logger) runtime)
{
    private const int MostEvents = 1024;

    private readonly Dictionary<string, int> _events = new(StringComparer.Ordinal);
    private readonly HashSet<ObjectName> _untold = [];
    private readonly HashSet<string> _forbidden = new(StringComparer.Ordinal);

    /// <summary>Writes one status; tells whether it is worth trying again.</summary>
    public async Task<bool> WriteAsync(ConfigMap map, ReplicaStatus status, CancellationToken cancellationToken)
    {
        var text = StatusAnnotation.Write(map.Status, replica, status, isGone);
        // An event that could not be created: the annotation says it already, and would not be written again.
        if (_untold.Remove(map.Name) && status.State != KeyStates.Active && !await TellAsync(map.Name, status, cancellationToken)) return true;
        if (map.Name.Namespace.Length == 0 || text == StatusAnnotation.Normalize(map.Status)) return false;
        var query = new ResourceQuery("", "v1", "configmaps", map.Name.Namespace);
        try
        {
            await api.PatchAsync(query, map.Name.Name, StatusBodies.Patch(text, map.ResourceVersion), cancellationToken);
            metrics.WroteStatus();
        }
        catch (ApiException e) when (e.IsConflict || e.IsNotFound)
        {
            // Somebody was faster: the watch brings their version, and with it the next report.
            return false;
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            if (_forbidden.Add(query.ToString())) LogForbidden(runtime.Logger, map.Name, RbacAdvice.For(query, "patch"));
            return false;
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, map.Name, e.Message);
            return true;
        }
        return status.State != KeyStates.Active && !await TellAsync(map.Name, status, cancellationToken);
    }

    // The same failure again is the same event, once more.
    private async Task TellEventAsync(ObjectName map, ReplicaStatus status, CancellationToken cancellationToken)
    {
        var now = runtime.Time.GetUtcNow();
        var (name, body) = StatusBodies.Event(map, status, replica, now);
        if (_events.Count > MostEvents) _events.Clear();
        var count = _events[name] = _events.GetValueOrDefault(name) + 1;
        try
        {
            await api.CreateEventAsync(map.Namespace, body, cancellationToken);
        }
        catch (ApiException e) when (e.IsConflict)
        {
            await api.PatchAsync(new ResourceQuery("", "v1", "events", map.Namespace), name, StatusBodies.Again(Math.Max(2, count), now), cancellationToken);
        }
    }

    // Whether it need not be tried again.
    private async Task<bool> TellAsync(ObjectName map, ReplicaStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await TellEventAsync(map, status, cancellationToken);
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            var query = new ResourceQuery("", "v1", "events", map.Namespace);
            if (_forbidden.Add(query.ToString())) LogForbidden(runtime.Logger, map, RbacAdvice.For(query, "create", "patch"));
        }
        catch (ApiException e) when (e.Status is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests)
        {
            LogFailed(runtime.Logger, map, e.Message);
            return !_untold.Add(map);
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, map, e.Message);
        }
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "May not tell the status of ConfigMap {Map}, going on without; {Advice}, or set Status:Mode (ARGOS_STATUS__MODE) to off")]
    private static partial void LogForbidden(ILogger logger, ObjectName map, string advice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status of ConfigMap {Map} could not be told: {Problem}")]
    private static partial void LogFailed(ILogger logger, ObjectName map, string problem);
}
