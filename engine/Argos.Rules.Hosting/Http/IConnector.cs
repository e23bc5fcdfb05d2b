namespace Argos.Rules.Hosting.Http;

/// <summary>Makes the connections of an HTTP client.</summary>
public interface IConnector
{
    /// <summary>Connects.</summary>
    /// <param name="context">Which host is meant.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation);
}
