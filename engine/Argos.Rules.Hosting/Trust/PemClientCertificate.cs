using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Hosting.Trust;

/// <summary>
/// A client certificate in PEM with its intermediates, and its key. A pair that cannot be used does not replace one that can.
/// </summary>
/// <param name="certificate">The certificate, followed by its intermediates.</param>
/// <param name="key">Its private key, not encrypted.</param>
public sealed class PemClientCertificate(SecretSource certificate, SecretSource key) : IClientCertificateSource
{
    private readonly Lock _lock = new();
    private string _read = "";
    private SslStreamCertificateContext? _context;

    /// <inheritdoc/>
    public SslStreamCertificateContext Read()
    {
        lock (_lock)
        {
            try
            {
                var (chain, secret) = (certificate.Read(), key.Read());
                var read = chain + "\n" + secret;
                if (_context is not null && read == _read) return _context;
                _context = Parse(chain, secret);
                _read = read;
                return _context;
            }
            catch (Exception) when (_context is not null)
            {
                // Half of a pair that is being replaced, for example; it is read again at the next request.
                return _context;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                throw new IOException(
                    $"the client certificate `{certificate}` with the key `{key}` cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
            }
        }
    }

    private static SslStreamCertificateContext Parse(string chain, string secret)
    {
        var own = X509Certificate2.CreateFromPem(chain, secret);
        var others = new X509Certificate2Collection();
        others.ImportFromPem(chain);
        others.RemoveAt(0);
        return SslStreamCertificateContext.Create(own, others, offline: true);
    }
}
