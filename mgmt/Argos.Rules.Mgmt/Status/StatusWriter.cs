using System.Collections.Immutable;
using System.Net;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Telemetry;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Status;

/// <summary>
/// Writes the status annotation where it differs, and an event where it reports an error. Without the right to do so everything else goes
/// on.
/// </summary>
/// <param name="api">The API server.</param>
/// <param name="replica">The name of this replica.</param>
/// <param name="isGone">Whether another replica does not exist any more.</param>
/// <param name="metrics">Counts writes.</param>
/// <param name="runtime">The clock and the logger.</param>
internal sealed partial class StatusWriter(
    ApiClient api, string replica, Func<string, bool> isGone, MgmtMetrics metrics, (TimeProvider Time, ILogger<StatusWriter> Logger) runtime)
{
    private const int MaximumRemembered = 1024;

    private readonly Dictionary<string, int> _events = new(StringComparer.Ordinal);
    private readonly ConfigMapReader _reader = new();
    private readonly HashSet<ObjectName> _unreported = [];
    private readonly Dictionary<ObjectName, string?> _refused = [];
    private readonly HashSet<string> _forbidden = new(StringComparer.Ordinal);

    /// <summary>
    /// Writes one status, or takes it away when there is nothing to say any more; returns whether it is worth trying again.
    /// </summary>
    public async Task<bool> WriteAsync(ConfigMap map, ReplicaStatus? status, CancellationToken cancellationToken)
    {
        var text = StatusAnnotation.Write(map.Status, replica, status, isGone);
        // An event that could not be created: the annotation says it already, and would not be written again.
        if (_unreported.Remove(map.Name) && IsBad(status) && !await ReportAsync(map, status!, cancellationToken)) return true;
        if (map.Name.Namespace.Length == 0 || text == StatusAnnotation.Normalize(map.Status)) return false;
        var written = await PatchAsync(map, text, cancellationToken);
        if (written is not (PatchOutcome.Done or PatchOutcome.Refused)) return written == PatchOutcome.Failed;
        // What the annotation cannot say, the event has to; once, though nothing remembers it there.
        if (written == PatchOutcome.Refused && !Remember(map.Name, text)) return false;
        return IsBad(status) && !await ReportAsync(map, status!, cancellationToken);
    }

    /// <summary>
    /// Takes away what is said of a ConfigMap that is followed no more, if it still exists; returns whether it is worth trying again.
    /// </summary>
    public async Task<bool> ForgetAsync(ObjectName map, CancellationToken cancellationToken)
    {
        if (map.Namespace.Length == 0) return false;
        try
        {
            using var page = await api.ListMetadataAsync(new ResourceQuery("", "v1", "configmaps", map.Namespace).Only(map.Namespace, map.Name), "", cancellationToken);
            foreach (var item in page.Items)
                if (_reader.Read(item, out _) is { } now && now.Name == map) return await WriteAsync(now, null, cancellationToken);
            return false;
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, map, e.Message);
            return !e.IsForbidden;
        }
    }

    /// <summary>
    /// The ConfigMaps that carry an entry of this replica, or of one that is gone, and are not followed: they lost their label while nobody looked.
    /// </summary>
    /// <param name="namespaces">Where to look; <see langword="null"/> for all namespaces.</param>
    /// <param name="followed">Those that are followed.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<ImmutableArray<ObjectName>> FindStrayAsync(
        IEnumerable<string?> namespaces, ImmutableHashSet<ObjectName> followed, CancellationToken cancellationToken)
    {
        var stray = ImmutableArray.CreateBuilder<ObjectName>();
        foreach (var name in namespaces)
        {
            var token = "";
            do
            {
                using var page = await api.ListMetadataAsync(ResourceQuery.ConfigMaps(name, null), token, cancellationToken);
                stray.AddRange(page.Items.Select(item => _reader.Read(item, out _)).OfType<ConfigMap>().Where(map => !followed.Contains(map.Name) && HasOurs(map)).Select(static map => map.Name));
                token = page.Continue;
            }
            while (token.Length > 0);
        }
        return stray.ToImmutable();
    }

    private bool HasOurs(ConfigMap map) => StatusAnnotation.Write(map.Status, replica, null, isGone) != StatusAnnotation.Normalize(map.Status);

    private static bool IsBad(ReplicaStatus? status) => status is not null && status.State != KeyStates.Active;

    private bool Remember(ObjectName map, string? text)
    {
        if (_refused.Count > MaximumRemembered) _refused.Clear();
        if (_refused.GetValueOrDefault(map) == text) return false;
        _refused[map] = text;
        return true;
    }

    private async Task<PatchOutcome> PatchAsync(ConfigMap map, string? text, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery("", "v1", "configmaps", map.Name.Namespace);
        try
        {
            await api.PatchAsync(query, map.Name.Name, StatusBodies.Patch(text, map.ResourceVersion), cancellationToken);
            metrics.WroteStatus();
            return PatchOutcome.Done;
        }
        catch (ApiException e) when (e.IsConflict || e.IsNotFound)
        {
            // Somebody was faster: the watch brings their version, and with it the next report.
            return PatchOutcome.Overtaken;
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            if (_forbidden.Add(query.ToString())) LogForbidden(runtime.Logger, map.Name, RbacAdvice.For(query, "patch"));
            return PatchOutcome.Refused;
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, map.Name, e.Message);
            // A ConfigMap whose annotations are full takes no more, however often it is asked.
            return e.IsNotTaken || e.Status == HttpStatusCode.RequestEntityTooLarge ? PatchOutcome.Refused : PatchOutcome.Failed;
        }
    }

    // The same failure again is the same event, once more.
    private async Task TellEventAsync(ConfigMap map, ReplicaStatus status, CancellationToken cancellationToken)
    {
        var now = runtime.Time.GetUtcNow();
        var (name, body) = StatusBodies.Event(map, status, replica, now);
        if (_events.Count > MaximumRemembered) _events.Clear();
        var count = _events[name] = _events.GetValueOrDefault(name) + 1;
        try
        {
            await api.CreateEventAsync(map.Name.Namespace, body, cancellationToken);
        }
        catch (ApiException e) when (e.IsConflict)
        {
            await api.PatchAsync(new ResourceQuery("", "v1", "events", map.Name.Namespace), name, StatusBodies.Again(Math.Max(2, count), now), cancellationToken);
        }
    }

    // Whether it need not be tried again.
    private async Task<bool> ReportAsync(ConfigMap map, ReplicaStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await TellEventAsync(map, status, cancellationToken);
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            var query = new ResourceQuery("", "v1", "events", map.Name.Namespace);
            if (_forbidden.Add(query.ToString())) LogForbidden(runtime.Logger, map.Name, RbacAdvice.For(query, "create", "patch"));
        }
        catch (ApiException e) when (e.Status is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests)
        {
            LogFailed(runtime.Logger, map.Name, e.Message);
            return !_unreported.Add(map.Name);
        }
        catch (ApiException e)
        {
            LogFailed(runtime.Logger, map.Name, e.Message);
        }
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Not permitted to report the status of ConfigMap {Map}, going on without; {Advice}, or set Status:Mode "
        + "(ARGOS_STATUS__MODE) to off")]
    private static partial void LogForbidden(ILogger logger, ObjectName map, string advice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status of ConfigMap {Map} could not be reported: {Problem}")]
    private static partial void LogFailed(ILogger logger, ObjectName map, string problem);

    private enum PatchOutcome
    {
        Done,

        /// <summary>The object has changed: the next report comes.</summary>
        Overtaken,

        /// <summary>It will not be taken again either.</summary>
        Refused,

        /// <summary>It may be taken later.</summary>
        Failed,
    }
}
