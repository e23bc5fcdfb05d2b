using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Enrollment;

/// <summary>An RSA or ECDSA private key, and what is done with it.</summary>
internal sealed class PrivateKey : IDisposable
{
    private const int MinimumRsaBits = 2048;

    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private PrivateKey(RSA? rsa, ECDsa? ec)
    {
        _rsa = rsa;
        _ec = ec;
    }

    /// <summary>The public key, DER of SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey => _rsa?.ExportSubjectPublicKeyInfo() ?? _ec!.ExportSubjectPublicKeyInfo();

    public static PrivateKey Create(KeyKind kind) => kind switch
    {
        KeyKind.EcP256 => new PrivateKey(null, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        _ => new PrivateKey(RSA.Create(MinimumRsaBits), null),
    };

    /// <summary>
    /// Reads PKCS#8, PKCS#1 or SEC 1 in PEM; <see langword="null"/> when that is not such a key, is encrypted, or too short.
    /// </summary>
    public static PrivateKey? FromPem(ReadOnlySpan<char> pem)
    {
        if (Import(RSA.Create(), pem) is { } rsa)
        {
            if (rsa.KeySize >= MinimumRsaBits) return new PrivateKey(rsa, null);
            rsa.Dispose();
            return null;
        }
        return Import(ECDsa.Create(), pem) is { } ec ? new PrivateKey(null, ec) : null;
    }

    /// <summary>The signature of SHA-256: PKCS#1 for RSA, DER for ECDSA, as Athenz verifies it.</summary>
    public byte[] Sign(byte[] content) =>
        _rsa?.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _ec!.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>A certificate request that this key will sign.</summary>
    public CertificateRequest Request(X500DistinguishedName subject) =>
        _rsa is null ? new(subject, _ec!, HashAlgorithmName.SHA256) : new(subject, _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>The key as PKCS#8 in PEM.</summary>
    public string ToPem() => (_rsa?.ExportPkcs8PrivateKeyPem() ?? _ec!.ExportPkcs8PrivateKeyPem()) + "\n";

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    private static T? Import<T>(T key, ReadOnlySpan<char> pem) where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            // A public key is read as well.
            return pem.Contains("PRIVATE KEY", StringComparison.Ordinal) ? key : Refuse(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return Refuse(key);
        }
    }

    private static T? Refuse<T>(T key) where T : AsymmetricAlgorithm
    {
        key.Dispose();
        return null;
    }
}
