using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argos.Rules.Engine.Listeners;

/// <summary>Bounds the open connections of one listener. Kestrel's own limit counts all listeners: a flood of callbacks would shut out probes and mgmt.</summary>
internal static class ConnectionLimit
{
    public static void Put(ListenOptions listener, int maximum)
    {
        var open = 0;
        listener.Use(next => async connection =>
        {
            try
            {
                if (Interlocked.Increment(ref open) > maximum)
                {
                    connection.Abort(new ConnectionAbortedException("too many connections"));
                    return;
                }
                await next(connection);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
    }
}
