using Argos.Rules.Core.Telemetry;
using Argos.Rules.Hosting.Http;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>
/// Sends metrics and traces while the engine runs, and what is left when it stops. Sent from threads of its own: a collector that is slow or away
/// costs what is not sent, and never a decision.
/// </summary>
internal sealed class OtlpExport(OtlpOptions options, TimeProvider time, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private OtlpProblems? _problems;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _problems = new OtlpProblems(time, logger);
        List<KeyValuePair<string, string>>? headers = [];
        if (options.HeadersFile.Length > 0 && !OtlpHeaders.TryRead(options.HeadersFile, out headers, out var problem)) throw new IOException($"`Otlp:HeadersFile` {problem}");
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk()
            .AddService("argos-engine", serviceVersion: ProductInfo.Version, serviceInstanceId: Environment.MachineName)
            .AddEnvironmentVariableDetector();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Traces.Source)
            .AddOtlpExporter((exporter, reader) =>
            {
                Set(exporter, "v1/metrics", headers);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.MetricsSeconds * 1000;
            })
            .Build();
        if (options.TraceRatio > 0)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Traces.Source)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
                .AddOtlpExporter(exporter => Set(exporter, "v1/traces", headers))
                .Build();
        }
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

    private void Set(OtlpExporterOptions exporter, string path, List<KeyValuePair<string, string>> headers)
    {
        var http = options.Protocol == OtlpWire.Http;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // An endpoint that is set, and not found in a variable, is taken as it is.
        exporter.Endpoint = http ? new Uri(options.Endpoint.TrimEnd('/') + "/" + path) : new Uri(options.Endpoint);
        exporter.TimeoutMilliseconds = options.TimeoutSeconds * 1000;
        exporter.HttpClientFactory = () => Client(headers);
    }

    // Made here for the trust, and because the exporter's own setting has no way to write a comma in a header.
    private HttpClient Client(List<KeyValuePair<string, string>> headers)
    {
        var client = new HttpClient(new OutgoingHttp().CreateHandler()) { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
        foreach (var (name, value) in headers) client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
