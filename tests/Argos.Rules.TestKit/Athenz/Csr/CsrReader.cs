using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Athenz.Csr;

/// <summary>Reads a certificate signing request; its signature must be good.</summary>
internal static class CsrReader
{
    public static CsrFacts? Read(string pem)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
            return new CsrFacts(request, SubjectNames.Read(request.CertificateExtensions));
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException or AsnContentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>What ZTS reads in a signing request.</summary>
internal sealed record CsrFacts(CertificateRequest Request, SubjectNames Names)
{
    public string CommonName => SubjectFields.SingleCommonName(Request.SubjectName) ?? "";

    public IEnumerable<string> SpiffeUris => Names.Uris.Where(u => u.StartsWith("spiffe://", StringComparison.Ordinal));
}
