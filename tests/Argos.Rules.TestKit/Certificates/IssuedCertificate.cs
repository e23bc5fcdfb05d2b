using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Certificates;

/// <summary>A leaf certificate with its private key, and the one that signed it.</summary>
public sealed class IssuedCertificate(X509Certificate2 certificate, X509Certificate2 issuer) : IDisposable
{
    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>The certificate as PEM text.</summary>
    public string CertificatePem { get; } = certificate.ExportCertificatePem() + "\n";

    /// <summary>The private key as PKCS 8 PEM text.</summary>
    public string KeyPem { get; } = ReadKey(certificate);

    /// <summary>The certificate of the issuer as PEM text.</summary>
    public string IssuerPem { get; } = issuer.ExportCertificatePem() + "\n";

    /// <summary>Writes <c>name.crt</c> (or the whole chain) and <c>name.key</c>; the key is readable by its owner only.</summary>
    public PemFiles WriteTo(string folder, string name, bool withChain = false)
    {
        Directory.CreateDirectory(folder);
        var files = new PemFiles(Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));
        File.WriteAllText(files.Certificate, withChain ? CertificatePem + IssuerPem : CertificatePem);
        File.WriteAllText(files.Key, KeyPem);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return files;
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static string ReadKey(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() as System.Security.Cryptography.AsymmetricAlgorithm ?? certificate.GetRSAPrivateKey();
        return key?.ExportPkcs8PrivateKeyPem() + "\n";
    }
}

/// <summary>Where a certificate and its key were written.</summary>
/// <param name="Certificate">The certificate's file.</param>
/// <param name="Key">The key's file.</param>
public sealed record PemFiles(string Certificate, string Key);
