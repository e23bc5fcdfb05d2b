using Argos.Rules.Core.Telemetry;
using Argos.Rules.Engine.Callback;
using Argos.Rules.Engine.Diagnostics;
using Argos.Rules.Engine.Listeners;
using Argos.Rules.Engine.Management;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine;

/// <summary>What listens where, and what each listener serves.</summary>
internal static class EngineListeners
{
    public static void Configure(KestrelServerOptions kestrel)
    {
        var services = kestrel.ApplicationServices;
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        var callback = services.GetRequiredService<CallbackOptions>();
        var connections = services.GetRequiredService<ListenerConnections>();
        ListenAddress.Listen(kestrel, callback.Listen, listener =>
        {
            connections.Put(listener, ListenerKind.Callback);
            ListenerTag.Put(listener, ListenerKind.Callback);
            GracefulEnd.Put(listener);
            listener.Protocols = HttpProtocols.Http1AndHttp2;
            listener.UseHttps(services.GetRequiredService<CallbackTls>().Options());
        });
        ListenAddress.Listen(kestrel, services.GetRequiredService<ManagementOptions>().Listen, listener =>
        {
            connections.Put(listener, ListenerKind.Management);
            ListenerTag.Put(listener, ListenerKind.Management);
            listener.Protocols = HttpProtocols.Http1;
        });
        ListenAddress.Listen(kestrel, services.GetRequiredService<DiagnosticsOptions>().Listen, listener =>
        {
            connections.Put(listener, ListenerKind.Diagnostics);
            ListenerTag.Put(listener, ListenerKind.Diagnostics);
            listener.Protocols = HttpProtocols.Http1;
        });
    }

    /// <summary>Branches on the tag that the listener put on the connection, never on anything the client sent.</summary>
    public static void Serve(WebApplication engine)
    {
        var callback = engine.Services.GetRequiredService<CallbackEndpoint>();
        var connections = engine.Services.GetRequiredService<ListenerConnections>();
        engine.MapWhen(static http => ListenerTag.Is(http, ListenerKind.Callback), branch =>
        {
            connections.Watch(branch, ListenerKind.Callback);
            GracefulEnd.Watch(branch, engine.Lifetime);
            branch.Run(callback.InvokeAsync);
        });
        engine.MapWhen(static http => ListenerTag.Is(http, ListenerKind.Management), branch =>
        {
            connections.Watch(branch, ListenerKind.Management);
            ServeManagement(branch, engine.Services.GetRequiredService<ManagementApi>());
        });
        engine.MapWhen(static http => ListenerTag.Is(http, ListenerKind.Diagnostics), branch =>
        {
            connections.Watch(branch, ListenerKind.Diagnostics);
            branch.UseRouting().UseEndpoints(MapDiagnostics);
        });
    }

    private static void ServeManagement(IApplicationBuilder branch, ManagementApi api)
    {
        // The API has its own table of routes: what is surely for it does not go through another one first.
        branch.MapWhen(static http => http.Request.Path.Value is { } path && (path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v0/", StringComparison.Ordinal)), v1 => v1.Run(api.HandleAsync));
        branch.UseRouting().UseEndpoints(routes =>
        {
            MapDiagnostics(routes);
            routes.MapManagement(api);
        });
    }

    private static void MapDiagnostics(IEndpointRouteBuilder routes) => DiagnosticsEndpoints.Map(
        routes, routes.ServiceProvider.GetRequiredService<EngineHealth>(), routes.ServiceProvider.GetRequiredService<EngineMetrics>().Exporter);
}
