using System.Net.Sockets;

namespace Argos.Rules.Mgmt.Tests.Fakes;

/// <summary>Fails as <see cref="SocketsHttpHandler"/> does when a connection is reset between its opening and the first look at it.</summary>
internal sealed class ResetHandler : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromException<HttpResponseMessage>(new SocketException((int)SocketError.NotConnected));
}
