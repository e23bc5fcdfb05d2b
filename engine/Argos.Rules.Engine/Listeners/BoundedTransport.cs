using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// Takes a connection from the system only while there is a descriptor for it. What a limiter closes keeps its descriptor for a moment, and
/// a flood is accepted faster than it is closed: without this it would take the descriptors of everything else, and a process that cannot
/// open a file any more ends.
/// </summary>
/// <param name="transport">Listens.</param>
/// <param name="connections">Knows how many each listener may have.</param>
internal sealed class BoundedTransport(IConnectionListenerFactory transport, ListenerConnections connections) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await transport.BindAsync(endpoint, cancellationToken);
        return connections.SocketsOf(endpoint) is { } most ? new BoundedListener(listener, most) : listener;
    }
}
