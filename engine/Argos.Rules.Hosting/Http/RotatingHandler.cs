using System.Net.Security;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Hosting.Http;

/// <summary>Connections of their own for each client certificate: one that has been replaced is shown by no further request.</summary>
internal sealed class RotatingHandler(OutgoingHttp connections, IClientCertificateSource source) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _shown;
    private HttpMessageInvoker? _current;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Current(source.Read()).SendAsync(request, cancellationToken);
        }
        catch (IOException e)
        {
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(e.Message, e));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _current?.Dispose();
        base.Dispose(disposing);
    }

    private HttpMessageInvoker Current(SslStreamCertificateContext? certificate)
    {
        lock (_lock)
        {
            if (_current is null || !ReferenceEquals(_shown, certificate))
            {
                // The one before is not disposed of: requests may still run on it. Its connections are closed when they are idle.
                _current = new HttpMessageInvoker(connections.CreateHandler(certificate));
                _shown = certificate;
            }
            return _current;
        }
    }
}
