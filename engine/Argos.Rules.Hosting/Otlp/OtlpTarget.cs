namespace Argos.Rules.Hosting.Otlp;

/// <summary>An OpenTelemetry collector, and who sends to it.</summary>
/// <param name="Service">The service's name there.</param>
/// <param name="Version">Its version.</param>
/// <param name="Endpoint">The collector's address.</param>
public sealed record OtlpTarget(string Service, string Version, string Endpoint)
{
    /// <summary>Whether it is spoken to by gRPC, else by protobuf over HTTP.</summary>
    public bool Grpc { get; init; }

    /// <summary>A file with headers for it, see <see cref="OtlpHeaders"/>; empty for none.</summary>
    public string HeadersFile { get; init; } = "";

    /// <summary>Time after which a report that was not taken is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two reports of the metrics.</summary>
    public TimeSpan MetricsEvery { get; init; } = TimeSpan.FromSeconds(60);
}
