using System.ComponentModel.DataAnnotations;

namespace Argos.Rules.Engine.Telemetry;

/// <summary>Metrics and traces sent to an OpenTelemetry collector. What is not here can be said by the SDK's own variables, for example `OTEL_RESOURCE_ATTRIBUTES`.</summary>
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
        // Not quoted: it may hold a password.
        if (Endpoint.Contains('@', StringComparison.Ordinal)) yield return new("has a name or a password in it, which belongs into `HeadersFile`", [nameof(Endpoint)]);
        else if (Enabled && !IsAddress(Endpoint)) yield return new($"is `{Endpoint}`, not the address of a collector like `http://collector:4318`", [nameof(Endpoint)]);
        if (Enabled && HeadersFile.Length > 0 && !OtlpHeaders.TryRead(HeadersFile, out _, out var problem)) yield return new(problem, [nameof(HeadersFile)]);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { Query.Length: 0, Fragment.Length: 0 };
}

/// <summary>The forms of OTLP.</summary>
internal enum OtlpWire
{
    /// <summary>Protobuf over HTTP.</summary>
    Http,

    /// <summary>gRPC.</summary>
    Grpc,
}
