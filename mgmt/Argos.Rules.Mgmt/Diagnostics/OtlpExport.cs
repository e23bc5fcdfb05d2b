using System.Diagnostics.Metrics;
using Argos.Rules.Hosting.Otlp;
using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;
using OpenTelemetry.Metrics;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Sends what the metrics page has while mgmt runs, and what is left when it stops.</summary>
internal sealed class OtlpExport : IHostedService, IDisposable
{
    private const string Name = "argos-mgmt";
    private const int FlushMilliseconds = 5000;

    private readonly Meter _meter = new(Name);
    private readonly OtlpOptions _options;
    private readonly OtlpProblems _problems;
    private MeterProvider? _metrics;

    public OtlpExport(OtlpOptions options, MgmtMetrics metrics, SyncHealth health, ClusterView view, TimeProvider time, ILogger<OtlpExport> logger)
    {
        _options = options;
        _problems = new OtlpProblems(time, logger);
        foreach (var series in MgmtSeries.All(metrics, health, view))
        {
            IEnumerable<Measurement<double>> Measure() => series.Read() is { } value ? [new Measurement<double>(value)] : [];
            if (series.IsCounter) _meter.CreateObservableCounter(series.Name, Measure, null, series.Help);
            else _meter.CreateObservableGauge(series.Name, Measure, null, series.Help);
        }
        _meter.CreateObservableGauge("process_resident_memory_bytes", static () => (double)Environment.WorkingSet, null, "Resident memory.");
        _meter.CreateObservableCounter("process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, null, "Processor time, user and system.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = new OtlpSender(_options.Target()).Metrics(Name);
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, for no longer than the limit.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => _metrics?.Shutdown(FlushMilliseconds), CancellationToken.None);

    public void Dispose()
    {
        _metrics?.Dispose();
        _meter.Dispose();
        _problems.Dispose();
    }
}
