using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argos.Rules.TestKit.Aws;

/// <summary>
/// Signs instance identity documents as AWS does: PKCS #7 with the document inside and no certificate, DSA and SHA-1
/// for IMDS <c>pkcs7</c>, RSA and SHA-256 for
/// <c>rsa2048</c>.
/// </summary>
public sealed class InstanceSigner : IDisposable
{
    private const string Subject = "O=Amazon Web Services LLC, L=Seattle";
    private static readonly Oid Sha1 = new("1.3.14.3.2.26");
    private static readonly Oid Sha256 = new("2.16.840.1.101.3.4.2.1");
    private static readonly DateTimeOffset ValidFrom = new(2012, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _dsa;
    private readonly X509Certificate2 _rsa;

    /// <summary>Makes new key pairs.</summary>
    public InstanceSigner()
    {
        using var rsa = RSA.Create(2048);
        _rsa = new CertificateRequest(Subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(ValidFrom,
            ValidFrom.AddYears(100));
        using var dsa = DSA.Create(1024);
        var request = new CertificateRequest(new X500DistinguishedName(Subject), new PublicKey(dsa), HashAlgorithmName.SHA1);
        using var certificate = request.Create(request.SubjectName, new DsaSignatures(dsa), ValidFrom, ValidFrom.AddYears(100), [1]);
        _dsa = certificate.CopyWithPrivateKey(dsa);
    }

    /// <summary>The public certificates: DSA, RSA.</summary>
    public IReadOnlyList<string> Pems => [_dsa.ExportCertificatePem(), _rsa.ExportCertificatePem()];

    /// <summary>Signs a document as for <c>pkcs7</c>.</summary>
    /// <param name="document">Its exact text.</param>
    /// <param name="withCertificate">Whether the certificate is put in, as no real one does.</param>
    public string Sign(string document, bool withCertificate = false) => Sign(_dsa, Sha1, document, withCertificate);

    /// <summary>Signs a document as for <c>rsa2048</c>.</summary>
    /// <param name="document">Its exact text.</param>
    public string SignRsa(string document) => Sign(_rsa, Sha256, document, withCertificate: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _dsa.Dispose();
        _rsa.Dispose();
    }

    private static string Sign(X509Certificate2 certificate, Oid digest, string document, bool withCertificate)
    {
        var cms = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes(document)), detached: false);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = digest,
            IncludeOption = withCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        });
        return Convert.ToBase64String(cms.Encode(), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
    }
}
