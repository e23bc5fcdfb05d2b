namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Adds what every request to an API server bears: the headers of impersonation, and the expected name of the server.</summary>
internal sealed class RequestHeadersHandler(ClusterAccess access) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var header in access.Headers) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        // The handler below takes the name that it asks for in the handshake (SNI) from here: a server behind a router is found by it.
        if (access.ServerName is { } name) request.Headers.Host = name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name;
        return base.SendAsync(request, cancellationToken);
    }
}
