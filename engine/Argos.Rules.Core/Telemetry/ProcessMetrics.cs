using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Argos.Rules.Hosting.Diagnostics;
using Process = System.Diagnostics.Process;

namespace Argos.Rules.Core.Telemetry;

/// <summary>Build, memory, processor and garbage collector of this process, by the names that Prometheus users expect.</summary>
internal static class ProcessMetrics
{
    public static void Register(Meter meter)
    {
        meter.CreateObservableGauge(
            "argos_build_info",
            static () => new Measurement<double>(1, new("version", ProductInfo.Version), new("runtime", RuntimeInformation.FrameworkDescription)),
            null,
            "Always 1; the labels say what runs.");
        meter.CreateObservableGauge("process_resident_memory_bytes", static () => (double)Environment.WorkingSet, null, "Resident memory.");
        meter.CreateObservableCounter("process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, null, "Processor time, user and system.");
        var started = StartTime();
        meter.CreateObservableGauge("process_start_time_seconds", () => started, null, "Start of the process since the Unix epoch.");
        meter.CreateObservableGauge("dotnet_gc_heap_bytes", static () => (double)GC.GetTotalMemory(forceFullCollection: false), null, "Managed memory in use.");
        meter.CreateObservableCounter("dotnet_gc_allocated_bytes_total", static () => (double)GC.GetTotalAllocatedBytes(), null, "Managed memory allocated since the start.");
        meter.CreateObservableCounter("dotnet_gc_pause_seconds_total", static () => GC.GetTotalPauseDuration().TotalSeconds, null, "Time that collections stopped the process.");
        meter.CreateObservableCounter("dotnet_gc_collections_total", Collections, null, "Garbage collections by generation.");
        meter.CreateObservableGauge("dotnet_threadpool_queue_length", static () => (double)ThreadPool.PendingWorkItemCount, null, "Work that waits for a thread.");
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static IEnumerable<Measurement<double>> Collections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            yield return new Measurement<double>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
