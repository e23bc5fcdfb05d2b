using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Signing;

/// <summary>Signs the certificate of a service: subject, key and names of the signing request.</summary>
internal static class ServiceCertificateSigner
{
    /// <summary>A certificate as ZTS writes it: agents put several into one file, so each ends with a line feed.</summary>
    public static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    public static X509Certificate2 Sign(ZtsOptions options, CsrFacts csr, CertificateDirectives directives, int askedMinutes)
    {
        var request = new CertificateRequest(csr.Request.SubjectName, csr.Request.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. directives.Usages.Select(u => new Oid(u))], false));
        if (csr.Names.ToExtension() is { } names) request.CertificateExtensions.Add(names);
        var now = options.Time.GetUtcNow();
        return options.Authority.Sign(request, now.AddHours(-1), now + directives.Life(askedMinutes, options.CertificateLife));
    }
}
