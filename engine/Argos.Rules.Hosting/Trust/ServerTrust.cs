using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Hosting.Trust;

/// <summary>
/// Whom an outgoing TLS connection trusts: a server whose chain ends in a given anchor (or in a root of the machine when none is given),
/// which may serve, and which bears the expected name. Nothing is fetched to find that out. Anchors are read at each handshake, so that a
/// replaced file counts for the next connection.
/// </summary>
public sealed class ServerTrust
{
    private readonly SecretSource? _anchors;
    private readonly string? _serverName;
    private readonly bool _anyServer;

    /// <param name="anchors">Certificates in PEM of which one must be in the server's chain, self-signed or not; the machine's roots when
    /// left out.</param>
    /// <param name="serverName">The name that the certificate must bear; the host of the connection when left out.</param>
    public ServerTrust(SecretSource? anchors = null, string? serverName = null) => (_anchors, _serverName) = (anchors, serverName);

    private ServerTrust(bool anyServer) => _anyServer = anyServer;

    /// <summary>The roots of the machine.</summary>
    public static ServerTrust Machine { get; } = new();

    /// <summary>Every server: only where somebody asked for exactly that.</summary>
    public static ServerTrust AnyServer { get; } = new(anyServer: true);

    /// <summary>The anchors in a file; the machine's roots when the name is empty.</summary>
    /// <param name="file">A PEM file.</param>
    public static ServerTrust OfFile(string file) => file.Length == 0 ? Machine : new ServerTrust(SecretSource.FromFile(file));

    /// <summary>The TLS settings of a client that trusts so.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        // The stream builds a chain of its own before it asks: it trusts nobody and, above all, downloads nothing.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = Validate,
    };

    /// <summary>Reads the anchors as a handshake would; <see langword="null"/> when the machine's roots count.</summary>
    /// <exception cref="UntrustedServerException">They cannot be read, or there are none.</exception>
    public X509Certificate2Collection? ReadAnchors()
    {
        if (_anchors is null) return null;
        var anchors = new X509Certificate2Collection();
        try
        {
            anchors.ImportFromPem(_anchors.Read());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UntrustedServerException(
                $"`{_anchors}` cannot be read as certificates in PEM: {e.Message.ReplaceLineEndings(" ")}",
                e);
        }
        return anchors.Count > 0 ? anchors : throw new UntrustedServerException($"`{_anchors}` holds no certificate in PEM");
    }

    // Throws where it could return false: what the stream makes of that does not say why.
    private bool Validate(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (_anyServer) return true;
        if (certificate is null) throw new UntrustedServerException("the server showed no certificate");
        var name = _serverName ?? (sender as SslStream)?.TargetHostName ?? "";
        using var server = new X509Certificate2(certificate);
        var anchors = ReadAnchors();
        try
        {
            var others = sent?.ChainPolicy.ExtraStore ?? [];
            var problem = ServerChain.Problem(server, others, anchors, _anchors?.ToString()) ?? ServerNames.Problem(server, name);
            return problem is null ? true : throw new UntrustedServerException(problem);
        }
        finally
        {
            foreach (var anchor in anchors ?? []) anchor.Dispose();
        }
    }
}
