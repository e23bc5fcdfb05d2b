using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Enrollment;

/// <summary>A certificate chain and its private key as PEM texts. Holds a secret: never print it.</summary>
internal sealed class CertificatePair
{
    private CertificatePair(string certificate, string key, string authorities, X509Certificate2 leaf)
    {
        (Certificate, Key, Authorities) = (certificate, key, authorities);
        Subject = leaf.Subject;
        Serial = leaf.SerialNumber;
        CommonName = CommonNameOf(leaf);
        NotBefore = new DateTimeOffset(leaf.NotBefore.ToUniversalTime());
        NotAfter = new DateTimeOffset(leaf.NotAfter.ToUniversalTime());
    }

    public string Certificate { get; }

    public string Key { get; }

    /// <summary>The authorities that ZTS named; may be empty.</summary>
    public string Authorities { get; }

    public string Subject { get; }

    public string Serial { get; }

    public string? CommonName { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>A pair; <see langword="null"/> when either is unreadable or the key is another's.</summary>
    public static CertificatePair? Of(string certificate, string key, string authorities = "")
    {
        try
        {
            using var leaf = X509Certificate2.CreateFromPem(certificate, key);
            return new CertificatePair(certificate, key, authorities, leaf);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The certificate with its key, for a handshake.</summary>
    public X509Certificate2 Open() => X509Certificate2.CreateFromPem(Certificate, Key);

    /// <summary>The only common name; <see langword="null"/> when there is none or more than one, which ZTS refuses.</summary>
    public static string? CommonNameOf(X509Certificate2 certificate)
    {
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(static part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3").Select(static part => part.GetSingleElementValue()).ToArray();
        return names is [var name] ? name : null;
    }
}
