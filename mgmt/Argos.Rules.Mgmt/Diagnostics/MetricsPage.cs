using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>The metrics as Prometheus text.</summary>
internal static class MetricsPage
{
    private static readonly double Started = StartTime();

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
        Counter(page, "argos_mgmt_pod_fetches_total", "Pods asked for at the API server because a decision waited for them.", view.Wanted.Fetches);
        Counter(page, "argos_mgmt_pod_fetches_found_total", "Those of them that the watch had not brought yet.", view.Wanted.Found);
        Counter(page, "argos_mgmt_status_writes_total", "Status annotations written.", metrics.StatusWrites);
        WriteProcess(page);
        return page.ToString();
    }

    /// <summary>Build, memory and processor of this process, by the names that Prometheus users expect.</summary>
    private static void WriteProcess(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"# HELP argos_mgmt_build_info Always 1; the labels say what runs.\n# TYPE argos_mgmt_build_info gauge\nargos_mgmt_build_info{{version=\"{ProductInfo.Version}\",runtime=\"{RuntimeInformation.FrameworkDescription}\"}} 1\n");
        Gauge(page, "process_resident_memory_bytes", "Resident memory.", Environment.WorkingSet);
        Add(page, "process_cpu_seconds_total", "counter", "Processor time, user and system.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Gauge(page, "process_start_time_seconds", "Start of the process since the Unix epoch.", Started);
        Gauge(page, "dotnet_gc_heap_bytes", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false));
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static void Gauge(StringBuilder page, string name, string help, double value) => Add(page, name, "gauge", help, value);

    private static void Counter(StringBuilder page, string name, string help, long value) => Add(page, name, "counter", help, value);

    private static void Add(StringBuilder page, string name, string type, string help, double value) =>
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
