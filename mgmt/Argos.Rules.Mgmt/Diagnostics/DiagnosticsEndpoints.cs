using Argos.Rules.Mgmt.Sources;
using Argos.Rules.Mgmt.Sync;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Diagnostics;

/// <summary>Health for the kubelet, metrics for Prometheus.</summary>
internal static class DiagnosticsEndpoints
{
    public static void MapDiagnostics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static () => Results.Text("live\n"));
        routes.MapGet("/health/ready", static (SyncHealth health) =>
            health.IsReady ? Results.Text("ready\n") : Results.Text("not ready: the engine has not accepted this source lately\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        routes.MapGet("/metrics", static (MgmtMetrics metrics, SyncHealth health, ClusterView view) =>
            Results.Text(MetricsPage.Write(metrics, health, view), "text/plain; version=0.0.4"));
    }
}
