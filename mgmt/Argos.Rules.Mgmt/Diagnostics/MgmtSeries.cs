using System.Collections.Immutable;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>One metric of mgmt; the names stand only here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCounter">Whether it only grows.</param>
/// <param name="Help">What it says.</param>
/// <param name="Read">The value now; <see langword="null"/> while there is none: a missing series is told from a small one.</param>
internal sealed record MgmtSeries(string Name, bool IsCounter, string Help, Func<double?> Read)
{
    public static ImmutableArray<MgmtSeries> All(MgmtMetrics metrics, SyncHealth health, ClusterView view) =>
    [
        Gauge("argos_mgmt_ready", "Whether the engine accepted this source lately.", () => health.IsReady ? 1 : 0),
        Gauge("argos_mgmt_sync_age_seconds", "Time since the engine accepted a declaration.", () => health.Age?.TotalSeconds),
        Gauge("argos_mgmt_keys_age_seconds", "Time since the cluster's key set was fetched, changed or not.", () => view.Keys.Fetched?.Age.TotalSeconds),
        Gauge("argos_mgmt_pods", "Pods known.", () => view.Pods.Sum(static store => store.Count)),
        Gauge("argos_mgmt_pods_waiting", "Pods that changed and are not sent yet.", () => view.Pods.Sum(static store => store.Waiting)),
        Gauge("argos_mgmt_policy_configmaps", "ConfigMaps with policies.", () => view.Policies.Sum(static store => store.Count)),
        Gauge("argos_mgmt_data_configmaps", "ConfigMaps with data.", () => view.Data.Sum(static store => store.Count)),
        Counter("argos_mgmt_engine_starts_total", "Engine starts met.", () => metrics.EngineStarts),
        Counter("argos_mgmt_repairs_total", "Times the engine held something else than was declared.", () => metrics.Repairs),
        Counter("argos_mgmt_failures_total", "Times the engine could not be asked.", () => metrics.Failures),
        Counter("argos_mgmt_refusals_total", "Policies and documents that the engine refused.", () => metrics.Refusals),
        Counter("argos_mgmt_pods_sent_total", "Pod changes sent.", () => metrics.PodsSent),
        Counter("argos_mgmt_pod_fetches_total", "Pods asked for at the API server because a decision waited for them.", () =>
            view.Pending.Fetches),
        Counter("argos_mgmt_pod_fetches_found_total", "Those of them that the watch had not brought yet.", () => view.Pending.Found),
        Counter("argos_mgmt_status_writes_total", "Status annotations written.", () => metrics.StatusWrites),
    ];

    private static MgmtSeries Gauge(string name, string help, Func<double?> read) => new(name, IsCounter: false, help, read);

    private static MgmtSeries Counter(string name, string help, Func<double?> read) => new(name, IsCounter: true, help, read);
}
