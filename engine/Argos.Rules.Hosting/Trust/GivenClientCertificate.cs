using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Hosting.Trust;

/// <summary>A client certificate that does not change.</summary>
/// <param name="certificate">The certificate with its key.</param>
public sealed class GivenClientCertificate(X509Certificate2 certificate) : IClientCertificateSource
{
    // Offline: else the issuers of our own certificate would be looked for on the network.
    private readonly SslStreamCertificateContext _context = SslStreamCertificateContext.Create(
        certificate,
        additionalCertificates: null,
        offline: true);

    /// <inheritdoc/>
    public SslStreamCertificateContext Read() => _context;
}
