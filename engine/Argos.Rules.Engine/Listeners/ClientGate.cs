using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Listeners;

/// <summary>Finds who calls by the client certificate, and whether that name may. Asked for each request: a connection may outlive its certificate or the roots it was accepted by.</summary>
internal sealed class ClientGate(IReadOnlyCollection<string> allowed, CertificateStore certificates, TimeProvider time)
{
    /// <summary>Whether the certificate bears an allowed name.</summary>
    public bool IsAllowed(X509Certificate2 certificate) => ClientNames.FirstAllowed(certificate, allowed) is not null;

    /// <summary>The allowed name that the caller's certificate bears; <see langword="null"/> when there is none.</summary>
    public string? Admit(HttpContext http)
    {
        if (http.Connection.ClientCertificate is not { } certificate) return null;
        if (time.GetUtcNow() > certificate.NotAfter.ToUniversalTime()) return null;
        if (certificates.Current is not { } current) return null;
        if (!ReferenceEquals(http.Features.Get<CertificateSet>(), current) && !current.Trusts(certificate, http.Features.Get<ClientIssuers>())) return null;
        return ClientNames.FirstAllowed(certificate, allowed);
    }
}
