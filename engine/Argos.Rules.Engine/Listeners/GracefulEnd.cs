using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// Ends the connections of a listener so that no call is lost: the web server closes what has no request when it stops, also a connection
/// that has just been made for one. Here such a connection may still send its first request, and before that each answer says that no
/// further one is taken.
/// </summary>
internal static class GracefulEnd
{
    /// <summary>Keeps the connections of a listener until their first request.</summary>
    public static void Put(ListenOptions listener) => listener.Use(static next => async connection =>
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } server)
        {
            await next(connection);
            return;
        }
        using var awaited = new AwaitedRequest(server);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(awaited);
        connection.Features.Set(awaited);
        await next(connection);
    });

    /// <summary>Says for each request that it has begun, and while the engine stops, that the connection takes no other.</summary>
    public static void Watch(IApplicationBuilder branch, IHostApplicationLifetime lifetime) => branch.Use(next => http =>
    {
        // HTTP/2 has a frame for it, which the server sends by itself.
        if (lifetime.ApplicationStopping.IsCancellationRequested && !HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
        http.Features.Get<AwaitedRequest>()?.Begin();
        return next(http);
    });
}
