using Argos.Rules.Core.Telemetry;
using Argos.Rules.Hosting.Otlp;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Sends metrics and traces while the engine runs, and what is left when it stops.</summary>
internal sealed class OtlpExport(OtlpOptions options, TimeProvider time, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private OtlpProblems? _problems;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _problems = new OtlpProblems(time, logger);
        var sender = new OtlpSender(options.Target());
        _metrics = sender.Metrics(Traces.Source);
        if (options.TraceRatio > 0) _traces = sender.Traces(Traces.Source, options.TraceRatio);
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, for no longer than the limit.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var limit = (int)FlushLimit.TotalMilliseconds;
        await Task.Run(() => Parallel.Invoke(() => _traces?.Shutdown(limit), () => _metrics?.Shutdown(limit)), CancellationToken.None);
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _problems?.Dispose();
    }
}
