using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Enrollment;

/// <summary>Whether what ZTS answered can be served: only then may it replace a pair that works.</summary>
internal static class CertificateCheck
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Our clock may be behind the signer's.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Makes the pair that is written: the leaf, then the intermediates.</summary>
    /// <param name="answer">What ZTS sent.</param>
    /// <param name="identity">The service that the certificate must be for.</param>
    /// <param name="key">The key that the request was for.</param>
    /// <param name="now">The current time.</param>
    public static (CertificatePair? Pair, string? Problem) Pair(ZtsResponse answer, string identity, PrivateKey key, DateTimeOffset now)
    {
        var chain = Parse(answer.Certificate);
        if (chain is null or []) return (null, "ZTS's answer holds no certificate in PEM");
        var authorities = Parse(answer.Authorities);
        if (authorities is null) return (null, "ZTS's answer holds authorities that are not certificates in PEM");
        var leaf = chain[0];
        if (Problem(leaf, identity, key, now) is { } problem) return (null, problem);
        var served = new List<X509Certificate2>(chain);
        served.AddRange(authorities.Where(authority => !IsRoot(authority) && !served.Any(known => known.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span))));
        var pair = CertificatePair.Of(Pem(served), key.ToPem(), Pem(authorities));
        return pair is null ? (null, "ZTS's certificate cannot be put together with its key") : (pair, null);
    }

    private static string? Problem(X509Certificate2 leaf, string identity, PrivateKey key, DateTimeOffset now)
    {
        if (CertificatePair.CommonNameOf(leaf) != identity) return $"ZTS's certificate is for `{Shown(leaf.Subject)}`, not for `{identity}`";
        if (!leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey)) return "ZTS's certificate is for another key than was asked for";
        if (leaf.NotAfter.ToUniversalTime() <= now) return $"ZTS's certificate ended at {leaf.NotAfter.ToUniversalTime():u}";
        if (leaf.NotBefore.ToUniversalTime() > now + Skew) return $"ZTS's certificate begins only at {leaf.NotBefore.ToUniversalTime():u}";
        var usages = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(static e => e.EnhancedKeyUsages.Cast<Oid>()).ToArray();
        return usages.Length > 0 && usages.All(static usage => usage.Value != ServerAuthentication) ? "ZTS's certificate may not be used by servers" : null;
    }

    private static X509Certificate2Collection? Parse(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
        return certificates.Count == 0 && !string.IsNullOrWhiteSpace(pem) ? null : certificates;
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Pem(IEnumerable<X509Certificate2> certificates) => string.Concat(certificates.Select(static c => c.ExportCertificatePem() + "\n"));

    private static string Shown(string subject) => subject.Length > 200 ? subject[..200] : subject;
}
