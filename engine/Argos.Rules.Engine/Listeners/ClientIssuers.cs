using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The intermediates between a client's certificate and its root, kept with the connection: a client sends them in the handshake only,
/// and roots may be replaced while the connection is open.
/// </summary>
internal sealed class ClientIssuers
{
    private const int Maximum = 8;

    /// <summary>What was kept.</summary>
    public X509Certificate2Collection Certificates { get; } = [];

    /// <summary>
    /// Keeps the intermediates of a chain that was verified, and nothing else of what was sent: those are signed by somebody who is
    /// trusted.
    /// </summary>
    public void Keep(X509Chain? chain)
    {
        // The chain's own certificates are disposed of after the handshake.
        foreach (var element in (chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>()).Skip(1).Take(Maximum))
            if (!element.Certificate.SubjectName.RawData.AsSpan().SequenceEqual(element.Certificate.IssuerName.RawData))
                Certificates.Add(X509CertificateLoader.LoadCertificate(element.Certificate.RawData));
    }
}
