using Argos.Rules.Hosting.Diagnostics;
using Argos.Rules.Hosting.Otlp;

namespace Argos.Rules.Mgmt.Telemetry;

/// <summary>Metrics and the log, sent to an OpenTelemetry collector.</summary>
internal sealed record OtlpOptions
{
    /// <summary>The collector; nothing is sent when it is empty.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Whether it is spoken to by gRPC, else by protobuf over HTTP.</summary>
    public bool Grpc { get; init; }

    /// <summary>A file with headers for it.</summary>
    public string HeadersFile { get; init; } = "";

    /// <summary>Whether the log is sent too.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>Seconds between two reports of the metrics.</summary>
    public int MetricsSeconds { get; init; } = 60;

    /// <summary>Whether anything is sent.</summary>
    public bool Enabled => Endpoint.Length > 0;

    /// <summary>The collector, as this process speaks to it.</summary>
    public OtlpTarget Target() => new("argos-mgmt", ProductInfo.Version, Endpoint) { Grpc = Grpc, HeadersFile = HeadersFile, MetricsEvery = TimeSpan.FromSeconds(MetricsSeconds) };
}
