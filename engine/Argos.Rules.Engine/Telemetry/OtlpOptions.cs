using System.ComponentModel.DataAnnotations;
using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Hosting.Otlp;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Metrics, traces and the log, sent to an OpenTelemetry collector. What is not here can be said by the SDK's own variables, for example `OTEL_RESOURCE_ATTRIBUTES`.</summary>
internal sealed class OtlpOptions : IValidatableObject
{
    /// <summary>The collector, for example `http://collector:4318`; nothing is sent when it is empty.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>How it is spoken to: `Http` is protobuf over HTTP, usually at port 4318; `Grpc` usually at 4317.</summary>
    public OtlpWire Protocol { get; set; } = OtlpWire.Http;

    /// <summary>A file with headers for the collector, `name=value` in each line, read at the start; it may hold a credential.</summary>
    public string HeadersFile { get; set; } = "";

    /// <summary>The part of decisions that is traced, from 0 (metrics only) to 1; a caller that traces decides for itself.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 1;

    /// <summary>Whether the log is sent too, beside standard error, at the level of `Logging:Level`.</summary>
    public bool Logs { get; set; } = true;

    /// <summary>Seconds between two reports of the metrics.</summary>
    [Range(1, 3600)]
    public int MetricsSeconds { get; set; } = 60;

    /// <summary>Seconds after which a report that was not taken is given up.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Whether anything is sent.</summary>
    internal bool Enabled => Endpoint.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpAddress.Problem(Endpoint) is { } wrong) yield return new(wrong, [nameof(Endpoint)]);
        if (Enabled && HeadersFile.Length > 0 && !OtlpHeaders.TryRead(HeadersFile, out _, out var problem)) yield return new(problem, [nameof(HeadersFile)]);
    }

    internal OtlpTarget Target() => new("argos-engine", ProductInfo.Version, Endpoint)
    {
        Grpc = Protocol == OtlpWire.Grpc,
        HeadersFile = HeadersFile,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        MetricsEvery = TimeSpan.FromSeconds(MetricsSeconds),
    };
}

/// <summary>The forms of OTLP.</summary>
internal enum OtlpWire
{
    /// <summary>Protobuf over HTTP.</summary>
    Http,

    /// <summary>gRPC.</summary>
    Grpc,
}
