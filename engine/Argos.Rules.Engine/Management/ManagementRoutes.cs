using System.Collections.Immutable;
using Argos.Rules.Contracts.Instances;

namespace Argos.Rules.Engine.Management;

/// <summary>The table of the management API.</summary>
internal static class ManagementRoutes
{
    /// <summary>Serves the API for every path of these routes. For the management listener only.</summary>
    public static IEndpointConventionBuilder MapManagement(this IEndpointRouteBuilder routes, ManagementApi api) =>
        routes.Map("/{**path}", (RequestDelegate)api.HandleAsync);

    /// <summary>The table; the first route that matches takes the request.</summary>
    /// <param name="data">Data.</param>
    /// <param name="policies">Policies.</param>
    /// <param name="decisions">Decisions and dry runs.</param>
    /// <param name="sync">The handshake.</param>
    /// <param name="status">Status and configuration.</param>
    /// <param name="callback">Handles a request as the callback listener would, and writes the response.</param>
    public static ImmutableArray<Route> Table(
        DataEndpoints data,
        PolicyEndpoints policies,
        DecisionEndpoints decisions,
        SyncEndpoints sync,
        StatusEndpoints status,
        Func<HttpContext, InstanceOperation, Task> callback) =>
    [
        // Apart from POST it is a place of the data tree like any other under the reserved path.
        Route.Of(
            "/v1/data/argos/decision",
            ("POST", decisions.DecideAsync),
            ("GET", call => data.GetAsync(call with { Rest = "argos/decision" })),
            ("PUT", call => data.PutAsync(call with { Rest = "argos/decision" })),
            ("PATCH", call => data.PatchAsync(call with { Rest = "argos/decision" })),
            ("DELETE", call => data.DeleteAsync(call with { Rest = "argos/decision" }))),
        Route.Of("/v0/data/argos/instance", ("POST", call => SentAsync(callback(call.Http, InstanceOperation.Register)))),
        Route.Of("/v0/data/argos/refresh", ("POST", call => SentAsync(callback(call.Http, InstanceOperation.Refresh)))),
        Route.Of("/v1/data/", ("GET", data.GetAsync), ("POST", data.PostAsync), ("PUT", data.PutAsync), ("PATCH", data.PatchAsync), ("DELETE", data.DeleteAsync)),
        Route.Of("/v1/policies", ("GET", policies.GetAsync)),
        Route.Of("/v1/policies/", ("GET", policies.GetAsync), ("PUT", policies.PutAsync), ("DELETE", policies.DeleteAsync)),
        Route.Of("/v1/dryrun", ("POST", decisions.DryRunAsync)),
        Route.Of("/v1/sync/", ("GET", sync.GetAsync), ("PUT", sync.PutAsync), ("POST", sync.PostAsync)),
        Route.Of("/v1/status", ("GET", status.StatusAsync)),
        Route.Of("/v1/shadow", ("GET", status.ShadowAsync)),
        Route.Of("/v1/config", ("GET", status.ConfigurationAsync)),
    ];

    private static async Task<Response> SentAsync(Task response)
    {
        await response;
        return Response.Sent;
    }
}
