using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Documents;

/// <summary>
/// Checks a PKCS #7 signature (CMS SignedData, RFC 5652) against pinned certificates. Only their keys count, neither dates nor chains:
/// AWS's certificates are their own anchors.
/// </summary>
internal static class DocumentSignature
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const int MinimumRsaBits = 2048;

    // As signature algorithm a key's own identifier is written as well as its pair with the hash.
    private static readonly string[] Dsa = ["1.2.840.10040.4.1", "1.2.840.10040.4.3"];
    private static readonly string[] Rsa = ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"];

    /// <summary>Why the signature is not one of a pinned certificate over the document; <see langword="null"/> when it is.</summary>
    public static Finding? Check(byte[] signature, byte[] document, X509Certificate2Collection pinned)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(signature, AsnEncodingRules.BER, out _, out _, out var length);
            if (length != signature.Length) return Malformed("there is something behind the signature");
            var cms = new SignedCms();
            cms.Decode(signature);
            // A signature beside its document: read again, over the document that was given.
            if (cms.ContentInfo.Content.Length == 0 && cms.ContentInfo.ContentType.Value == Data)
            {
                cms = new SignedCms(new ContentInfo(document), detached: true);
                cms.Decode(signature);
            }
            return Check(cms, document, pinned);
        }
        catch (Exception problem) when (problem is CryptographicException or AsnContentException)
        {
            // Not quoted: what the library says depends on the platform.
            return Malformed("the signature is not PKCS #7 signed data");
        }
    }

    private static Finding? Check(SignedCms cms, byte[] document, X509Certificate2Collection pinned)
    {
        if (TakeOutCertificates(cms, pinned) is { } foreign) return foreign;
        if (cms.SignerInfos.Count != 1) return Malformed($"the signature has {cms.SignerInfos.Count} signers, not one");
        if (cms.ContentInfo.ContentType.Value != Data) return new Finding("document-content", "the signature holds no document");
        if (!cms.ContentInfo.Content.AsSpan().SequenceEqual(document)) return new Finding("document-content", "the signature is of another document");
        var signer = cms.SignerInfos[0];
        if (signer.CounterSignerInfos.Count != 0) return Malformed("the signature is signed again");
        if (SignerOf(signer, pinned) is not { } certificate) return new Finding("document-signer", $"the signer{NumberOf(signer)} is none of the certificates that are pinned for region");
        if (!IsAllowed(signer, certificate)) return new Finding("document-algorithm", "the signature is neither DSA with SHA-1 nor RSA of 2048 bits or more with SHA-256");
        return IsSigned(signer, certificate) ? null : new Finding("document-signature", "the signature does not fit");
    }

    /// <summary>
    /// Some tools put the signer's certificate in, as <c>openssl cms</c> does unless it is told not to; a pinned one does no harm.
    /// INVARIANT: none stays in. The library would believe it before a pinned one.
    /// </summary>
    private static Finding? TakeOutCertificates(SignedCms cms, X509Certificate2Collection pinned)
    {
        foreach (var embedded in cms.Certificates)
        {
            using (embedded)
            {
                if (!pinned.Any(p => p.RawData.AsSpan().SequenceEqual(embedded.RawData))) return Foreign();
                cms.RemoveCertificate(embedded);
            }
        }
        return cms.Certificates.Count == 0 ? null : Foreign();

        static Finding Foreign() => new Finding("document-certificate-embedded", "the signature brings a certificate that is not pinned");
    }

    // The number alone: the issuer is a text that an attacker chooses.
    private static string NumberOf(SignerInfo signer) =>
        signer.SignerIdentifier.Value is X509IssuerSerial { SerialNumber: { Length: > 0 and <= 64 } number } && number.All(char.IsAsciiHexDigit) ? $" with serial number {number}" : "";

    private static X509Certificate2? SignerOf(SignerInfo signer, X509Certificate2Collection pinned) =>
        signer.SignerIdentifier.Value is X509IssuerSerial id
            ? pinned.FirstOrDefault(c => c.SerialNumber == id.SerialNumber && c.IssuerName.Name == id.IssuerName)
            : null;

    private static bool IsAllowed(SignerInfo signer, X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null) return rsa.KeySize >= MinimumRsaBits && signer.DigestAlgorithm.Value == Sha256 && Rsa.Contains(signer.SignatureAlgorithm.Value);
        using var dsa = certificate.GetDSAPublicKey();
        return dsa is not null && signer.DigestAlgorithm.Value == Sha1 && Dsa.Contains(signer.SignatureAlgorithm.Value);
    }

    private static bool IsSigned(SignerInfo signer, X509Certificate2 certificate)
    {
        try
        {
            signer.CheckSignature([certificate], verifySignatureOnly: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static Finding Malformed(string detail) => new("document-signature-malformed", detail);
}
