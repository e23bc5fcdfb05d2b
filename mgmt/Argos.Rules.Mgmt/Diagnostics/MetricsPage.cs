using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Hosting.Metrics;
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
        foreach (var series in MgmtSeries.All(metrics, health, view))
        {
            if (series.Read() is { } value) Add(page, series.Name, series.IsCounter ? "counter" : "gauge", series.Help, value);
        }
        WriteProcess(page);
        return page.ToString();
    }

    /// <summary>Build, memory and processor of this process, by the names that Prometheus users expect.</summary>
    private static void WriteProcess(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"# HELP argos_mgmt_build_info Always 1; the labels say what runs.\n# TYPE argos_mgmt_build_info gauge\nargos_mgmt_build_info{{version=\"{ProductInfo.Version}\",runtime=\"{RuntimeInformation.FrameworkDescription}\"}} 1\n");
        Add(page, "process_resident_memory_bytes", "gauge", "Resident memory.", Environment.WorkingSet);
        Add(page, "process_cpu_seconds_total", "counter", "Processor time, user and system.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Add(page, "process_start_time_seconds", "gauge", "Start of the process since the Unix epoch.", Started);
        Add(page, "dotnet_gc_heap_bytes", "gauge", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false));
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static void Add(StringBuilder page, string name, string type, string help, double value)
    {
        PrometheusText.Begin(page, name, type, help);
        PrometheusText.Sample(page, name, "", value);
    }
}
