using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argos.Rules.TestKit.Aws;

/// <summary>Signs instance identity documents as AWS does for IMDS <c>rsa2048</c>: PKCS #7 with the document inside and no certificate.</summary>
public sealed class InstanceSigner : IDisposable
{
    private static readonly DateTimeOffset ValidFrom = new(2012, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a new key pair.</summary>
    public InstanceSigner()
    {
        using var key = RSA.Create(2048);
        _certificate = new CertificateRequest("O=Amazon Web Services LLC, L=Seattle", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(ValidFrom, ValidFrom.AddYears(100));
    }

    /// <summary>The public certificate.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Signs a document.</summary>
    /// <param name="document">Its exact text.</param>
    /// <param name="withCertificate">Whether the certificate is put in, as an attacker would.</param>
    public string Sign(string document, bool withCertificate = false)
    {
        var cms = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes(document)), detached: false);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = withCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        });
        return Convert.ToBase64String(cms.Encode(), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();
}
