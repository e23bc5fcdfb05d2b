using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Kubernetes;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Status;

/// <summary>
/// Reports each report to the log, once a change, and to the ConfigMaps when there is a writer. Never holds up the synchronisation.
/// </summary>
internal sealed partial class StatusReporter(SyncHealth health, ClusterView view, StatusWriter? writer, TimeProvider time,
    ILogger<StatusReporter> logger) : BackgroundService
{
    private readonly Backoff _backoff = Backoff.ForApiServer(time, Random.Shared);
    private readonly HashSet<ObjectName> _left = [];
    private ImmutableHashSet<string> _told = [];
    private ImmutableHashSet<ObjectName> _followed = [];
    private bool _swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await health.Reported.WaitAsync(stoppingToken);
            while (health.Report is { } report && await ReportAsync(report, stoppingToken)) await _backoff.WaitAsync(stoppingToken);
        }
    }

    /// <summary>Reports one report; answers whether to try again.</summary>
    public async Task<bool> ReportAsync(SyncReport report, CancellationToken cancellationToken)
    {
        var statuses = StatusReport.ByMap(report);
        Log(statuses);
        var again = false;
        if (writer is null) return again;
        foreach (var map in report.Maps.DistinctBy(static map => map.Name)) again |= await writer.WriteAsync(map, statuses.GetValueOrDefault(map.Name), cancellationToken);
        return again | await ForgetAsync(writer, [.. report.Maps.Select(static map => map.Name)], cancellationToken);
    }

    // A ConfigMap that lost its label would say for ever that it is in force.
    private async Task<bool> ForgetAsync(StatusWriter to, ImmutableHashSet<ObjectName> followed, CancellationToken cancellationToken)
    {
        _left.UnionWith(_followed.Except(followed));
        _followed = followed;
        if (!_swept) await SweepAsync(to, cancellationToken);
        _left.ExceptWith(followed);
        foreach (var map in _left.Order().ToArray())
            if (!await to.ForgetAsync(map, cancellationToken)) _left.Remove(map);
        return _left.Count > 0;
    }

    private async Task SweepAsync(StatusWriter to, CancellationToken cancellationToken)
    {
        _swept = true;
        try
        {
            _left.UnionWith(await to.FindStrayAsync(view.ConfigMapNamespaces, _followed, cancellationToken));
        }
        catch (ApiException e)
        {
            LogSweep(logger, e.Message);
        }
    }

    private void Log(ImmutableSortedDictionary<ObjectName, ReplicaStatus> statuses)
    {
        var now = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (map, status) in statuses)
        {
            foreach (var (key, result) in status.Keys)
            {
                var identity = $"{map}\n{key}\n{result.State}\n{result.Hash}\n{result.Active}\n{Refusal(result)?.Message}";
                now.Add(identity);
                if (_told.Contains(identity)) continue;
                if (result.State == KeyStates.Active) LogActive(logger, map, key, result.Hash ?? "");
                if (Refusal(result) is { } refusal) LogRefused(logger, map, key, refusal.Code, refusal.Message);
                else foreach (var error in result.Errors ?? []) LogError(logger, map, key, Place(error), error.Code, error.Message, result.Active is not null);
            }
        }
        _told = now.ToImmutable();
    }

    // Of settings that policies refuse: what is wrong may change while the text stays.
    private static Diagnostic? Refusal(KeyStatus key) => key.State == KeyStates.Refused ? key.Errors?.FirstOrDefault() : null;

    private static string Place(Diagnostic error) => error.Location is { } location ? $"({location.Row},{location.Col})" : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look for ConfigMaps that lost their label while this process was away: {Problem}; their status stays")]
    private static partial void LogSweep(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Map}, key {Key}: in force, hash {Hash}")]
    private static partial void LogActive(ILogger logger, ObjectName map, string key, string hash);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Map}, key {Key}: {Code}: {Problem}; until it is mended, requests of this provider are refused")]
    private static partial void LogRefused(ILogger logger, ObjectName map, string key, string code, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Map}, key {Key}{Place}: {Code}: {Problem}; an earlier version is in force: {Earlier}")]
    private static partial void LogError(ILogger logger, ObjectName map, string key, string place, string code, string problem, bool earlier);
}
