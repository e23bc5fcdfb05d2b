using Argos.Rules.Hosting.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Argos.Rules.Hosting.Otlp;

/// <summary>Sends metrics, traces and logs of a process to a collector, by threads of its own: one that is slow or away costs what is not sent, and nothing else.</summary>
/// <param name="target">The collector.</param>
public sealed class OtlpSender(OtlpTarget target)
{
    private readonly ResourceBuilder _resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk()
        .AddService(target.Service, serviceVersion: target.Version, serviceInstanceId: Environment.MachineName)
        .AddEnvironmentVariableDetector();

    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers = Headers(target);

    /// <summary>Sends the instruments of a meter. What is measured within a span that is sent has its trace as an exemplar.</summary>
    public MeterProvider Metrics(string meter) => Sdk.CreateMeterProviderBuilder().SetResourceBuilder(_resource).AddMeter(meter)
        .SetExemplarFilter(ExemplarFilterType.TraceBased)
        .AddOtlpExporter((exporter, reader) =>
        {
            Set(exporter, "v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)target.MetricsEvery.TotalMilliseconds;
        })
        .Build();

    /// <summary>Sends the spans of a source.</summary>
    /// <param name="source">Its name.</param>
    /// <param name="ratio">The part that is sent; a caller that traces decides for itself.</param>
    public TracerProvider Traces(string source, double ratio) => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(_resource).AddSource(source)
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))
        .AddOtlpExporter(exporter => Set(exporter, "v1/traces"))
        .Build();

    /// <summary>Sends the log beside where it goes, with the trace that a line belongs to.</summary>
    public void Logs(ILoggingBuilder logging) => logging.AddOpenTelemetry(log =>
    {
        log.SetResourceBuilder(_resource);
        log.IncludeFormattedMessage = true;
        log.ParseStateValues = true;
        log.AddOtlpExporter(exporter => Set(exporter, "v1/logs"));
    });

    private static IReadOnlyList<KeyValuePair<string, string>> Headers(OtlpTarget target)
    {
        if (target.HeadersFile.Length == 0) return [];
        return OtlpHeaders.TryRead(target.HeadersFile, out var headers, out var problem) ? headers : throw new IOException($"`Otlp:HeadersFile` {problem}");
    }

    private void Set(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = target.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // An endpoint that is set, and not found in a variable, is taken as it is.
        exporter.Endpoint = target.Grpc ? new Uri(target.Endpoint) : new Uri(target.Endpoint.TrimEnd('/') + "/" + path);
        exporter.TimeoutMilliseconds = (int)target.Timeout.TotalMilliseconds;
        exporter.HttpClientFactory = Client;
    }

    // Made here for the trust, and because the exporter's own setting has no way to write a comma in a header.
    private HttpClient Client()
    {
        var client = new HttpClient(new OutgoingHttp().CreateHandler()) { Timeout = target.Timeout };
        foreach (var (name, value) in _headers) client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
