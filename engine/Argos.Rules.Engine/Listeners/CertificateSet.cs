using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The server's certificate with its key, and the roots for clients: loaded and replaced as one. What a handshake needs is made once, for
/// ZTS makes a new connection for each call.
/// </summary>
internal sealed class CertificateSet
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly SslStreamCertificateContext _server;
    private readonly X509Certificate2Collection _clientCa;

    /// <summary>Takes ownership of what was loaded.</summary>
    public CertificateSet(X509Certificate2 server, X509Certificate2Collection intermediates, X509Certificate2Collection clientCa)
    {
        _clientCa = clientCa;
        // Offline: a handshake, or a reload, must not fetch issuers from the network.
        _server = SslStreamCertificateContext.Create(server, intermediates, offline: true);
        Subject = server.Subject;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(server.RawData));
        NotAfter = new DateTimeOffset(server.NotAfter.ToUniversalTime());
    }

    /// <summary>The certificate with its key and its intermediates.</summary>
    public SslStreamCertificateContext Pair => _server;

    public string Subject { get; }

    /// <summary>SHA-256 of the certificate, lower-case hex.</summary>
    public string Sha256 { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>
    /// The options of one handshake. The policy is made again each time: a handshake adds the client's intermediates to it.
    /// </summary>
    public SslServerAuthenticationOptions Handshake(RemoteCertificateValidationCallback validation) => new()
    {
        ServerCertificateContext = _server,
        ClientCertificateRequired = true,
        CertificateChainPolicy = ClientPolicy(),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = validation,
        // ZTS's server context offers TLS 1.2 only.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = Protocols,
        AllowRenegotiation = false,
    };

    /// <summary>Whether a certificate chains to the client roots of this set.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="issuers">The intermediates that came with it.</param>
    public bool Trusts(X509Certificate2 client, ClientIssuers? issuers = null)
    {
        using var chain = new X509Chain { ChainPolicy = ClientPolicy() };
        if (issuers is not null) chain.ChainPolicy.ExtraStore.AddRange(issuers.Certificates);
        return chain.Build(client);
    }

    /// <summary>Only our roots count, never the machine's; nothing is fetched; a certificate with usages must have the one for clients.</summary>
    private X509ChainPolicy ClientPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { ClientAuthentication },
        };
        policy.CustomTrustStore.AddRange(_clientCa);
        return policy;
    }
}
