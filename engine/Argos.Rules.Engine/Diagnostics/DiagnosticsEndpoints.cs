using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Argos.Rules.Core.Telemetry;

namespace Argos.Rules.Engine.Diagnostics;

/// <summary>
/// <c>/health</c> (OPA's: 200 while the process serves; with <c>?bundles</c>, <c>?plugins</c> or <c>?ready</c> 500 until it is ready),
/// <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.
/// </summary>
internal static class DiagnosticsEndpoints
{
    private static readonly string[] ReadinessFlags = ["ready", "bundles", "bundle", "plugins"];

    public static void Map(IEndpointRouteBuilder routes, EngineHealth health, PrometheusExporter exporter)
    {
        routes.MapGet("/health", (RequestDelegate)(http => HealthAsync(http, health)));
        routes.MapGet("/health/live", (RequestDelegate)(http => JsonAsync(http, StatusCodes.Status200OK, [])));
        routes.MapGet("/health/ready", (RequestDelegate)(http => ReadyAsync(http, health.NotReadyReasons())));
        routes.MapGet("/metrics", (RequestDelegate)(http =>
        {
            http.Response.ContentType = PrometheusExporter.ContentType;
            return http.Response.WriteAsync(exporter.Scrape(), http.RequestAborted);
        }));
    }

    private static Task HealthAsync(HttpContext http, EngineHealth health)
    {
        if (!ReadinessFlags.Any(http.Request.Query.ContainsKey)) return JsonAsync(http, StatusCodes.Status200OK, []);
        var reasons = health.NotReadyReasons();
        return reasons.IsEmpty
            ? JsonAsync(http, StatusCodes.Status200OK, [])
            : JsonAsync(http, StatusCodes.Status500InternalServerError, new JsonObject { ["error"] = "not ready: " + string.Join("; ", reasons) });
    }

    private static Task ReadyAsync(HttpContext http, ImmutableArray<string> reasons) => reasons.IsEmpty
        ? JsonAsync(http, StatusCodes.Status200OK, new JsonObject { ["ready"] = true })
        : JsonAsync(http, StatusCodes.Status503ServiceUnavailable, new JsonObject
        {
            ["ready"] = false,
            ["reasons"] = new JsonArray([.. reasons.Select(static reason => (JsonNode)reason)]),
        });

    private static Task JsonAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
