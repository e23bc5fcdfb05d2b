using System.Text;
using Argos.Rules.Hosting.Metrics;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>The metrics as Prometheus text.</summary>
internal static class MetricsPage
{
    public static string Write(MgmtMetrics metrics, SyncHealth health, ClusterView view)
    {
        var page = new StringBuilder();
        Gauge(page, "argos_mgmt_ready", "Whether the engine accepted this source lately.", health.IsReady ? 1 : 0);
        // Without a first declaration there is no age; a missing series is told from a small one.
        if (health.Age is { } age) Gauge(page, "argos_mgmt_sync_age_seconds", "Time since the engine accepted a declaration.", age.TotalSeconds);
        if (view.Keys.Fetched is { } fetched) Gauge(page, "argos_mgmt_keys_age_seconds", "Time since the cluster's key set was fetched, changed or not.", fetched.Age.TotalSeconds);
        Gauge(page, "argos_mgmt_pods", "Pods known.", view.Pods.Sum(static store => store.Count));
        Gauge(page, "argos_mgmt_pods_waiting", "Pods that changed and are not sent yet.", view.Pods.Sum(static store => store.Waiting));
        Gauge(page, "argos_mgmt_policy_configmaps", "ConfigMaps with policies.", view.Policies.Sum(static store => store.Count));
        Gauge(page, "argos_mgmt_data_configmaps", "ConfigMaps with data.", view.Data.Sum(static store => store.Count));
        Counter(page, "argos_mgmt_engine_starts_total", "Engine starts met.", metrics.EngineStarts);
        Counter(page, "argos_mgmt_repairs_total", "Times the engine held something else than was declared.", metrics.Repairs);
        Counter(page, "argos_mgmt_failures_total", "Times the engine could not be asked.", metrics.Failures);
        Counter(page, "argos_mgmt_refusals_total", "Policies and documents that the engine refused.", metrics.Refusals);
        Counter(page, "argos_mgmt_pods_sent_total", "Pod changes sent.", metrics.PodsSent);
        Counter(page, "argos_mgmt_pod_fetches_total", "Pods asked for at the API server because a decision waited for them.", view.Pending.Fetches);
        Counter(page, "argos_mgmt_pod_fetches_found_total", "Those of them that the watch had not brought yet.", view.Pending.Found);
        Counter(page, "argos_mgmt_status_writes_total", "Status annotations written.", metrics.StatusWrites);
        return page.ToString();
    }

    private static void Gauge(StringBuilder page, string name, string help, double value) => Add(page, name, "gauge", help, value);

    private static void Counter(StringBuilder page, string name, string help, long value) => Add(page, name, "counter", help, value);

    private static void Add(StringBuilder page, string name, string type, string help, double value)
    {
        PrometheusText.Begin(page, name, type, help);
        PrometheusText.Sample(page, name, "", value);
    }
}
