using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Hosting.Trust;

/// <summary>The names that a server's certificate is for: its subject alternative names and no others.</summary>
internal static class ServerNames
{
    private const int MaximumShown = 5;

    /// <summary>Why a certificate does not bear a name; <see langword="null"/> when it does.</summary>
    public static string? Problem(X509Certificate2 server, string name)
    {
        if (name.Length > 0 && Bears(server, name.Trim('[', ']').TrimEnd('.'))) return null;
        return $"the certificate of the server is for {Shown(server)}, not for `{name}`";
    }

    private static bool Bears(X509Certificate2 server, string name)
    {
        try
        {
            return server.MatchesHostname(name, allowWildcards: true, allowCommonName: false);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static string Shown(X509Certificate2 server)
    {
        try
        {
            var extensions = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
            var names = extensions.SelectMany(static e => e.EnumerateDnsNames())
                .Concat(extensions.SelectMany(static e => e.EnumerateIPAddresses()).Select(static address => address.ToString()))
                .Take(MaximumShown + 1).ToArray();
            if (names.Length == 0) return "no name";
            var shown = string.Join(", ", names.Take(MaximumShown).Select(static name => $"`{name}`"));
            return names.Length > MaximumShown ? shown + " and others" : shown;
        }
        catch (CryptographicException)
        {
            return "names that cannot be read";
        }
    }
}
