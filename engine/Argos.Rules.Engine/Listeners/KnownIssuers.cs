using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Listeners;

/// <summary>
/// The intermediates with which clients were let in, by the client's certificate. Whoever resumes a TLS session (RFC 5246 section 7.3, RFC
/// 8446 section 2.2) sends no certificate, and of a session only the client's own is kept: without its intermediates no root can be found,
/// and a ZTS behind one would get in with its first connection only. Bounded: only those who may call are kept, which are few.
/// </summary>
internal sealed class KnownIssuers
{
    private const int Maximum = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ClientIssuers> _byClient = new(StringComparer.Ordinal);

    /// <summary>Remembers the intermediates of a client that may call.</summary>
    public void Keep(X509Certificate2 client, ClientIssuers issuers)
    {
        if (issuers.Certificates.Count == 0) return;
        lock (_lock)
        {
            if (_byClient.Count >= Maximum) _byClient.Clear();
            _byClient[KeyOf(client)] = issuers;
        }
    }

    /// <summary>The intermediates of a client that was let in before; <see langword="null"/> for a client that is not known.</summary>
    public ClientIssuers? Of(X509Certificate2 client)
    {
        lock (_lock) return _byClient.GetValueOrDefault(KeyOf(client));
    }

    private static string KeyOf(X509Certificate2 client) => client.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
}
