using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Engine.Listeners;

/// <summary>The names in a client certificate: its one common name, and its DNS alternative names.</summary>
internal static class ClientNames
{
    private const string CommonName = "2.5.4.3";

    /// <summary>The first allowed name the certificate bears. The common name is compared exactly, DNS names without case; there are no wildcards.</summary>
    public static string? FirstAllowed(X509Certificate2 certificate, IReadOnlyCollection<string> allowed)
    {
        var commonName = CommonNameOf(certificate);
        foreach (var name in allowed)
        {
            if (name == commonName) return name;
        }
        foreach (var dns in DnsNamesOf(certificate))
        {
            foreach (var name in allowed)
            {
                if (name.Equals(dns, StringComparison.OrdinalIgnoreCase)) return name;
            }
        }
        return null;
    }

    /// <summary>A subject with several common names has none that can be relied on.</summary>
    private static string? CommonNameOf(X509Certificate2 certificate)
    {
        string? found = null;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) return null;
            if (part.GetSingleElementType().Value != CommonName) continue;
            if (found is not null) return null;
            found = part.GetSingleElementValue();
        }
        return found;
    }

    private static IEnumerable<string> DnsNamesOf(X509Certificate2 certificate)
    {
        try
        {
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static extension => extension.EnumerateDnsNames())];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
