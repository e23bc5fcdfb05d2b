using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Hosting.Trust;

/// <summary>
/// Whether a server's certificate chains to an anchor and may serve. As in Go each given certificate is an anchor, also an intermediate
/// or the server's own; what lies above it does not count.
/// </summary>
internal static class ServerChain
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyUsage = "2.5.29.37.0";
    private const X509ChainStatusFlags EndsHere = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    /// <summary>Why a certificate is not trusted; <see langword="null"/> when it is.</summary>
    /// <param name="server">The server's certificate.</param>
    /// <param name="sent">What it sent with it.</param>
    /// <param name="anchors">Whom to trust; the machine's roots when <see langword="null"/>.</param>
    /// <param name="source">Where the anchors stand.</param>
    public static string? Problem(
        X509Certificate2 server,
        X509Certificate2Collection sent,
        X509Certificate2Collection? anchors,
        string? source)
    {
        if (!MayServe(server)) return $"{Of(server)} is not for servers: its extended key usages lack serverAuth";
        using var chain = new X509Chain { ChainPolicy = Policy(sent, anchors) };
        try
        {
            var built = chain.Build(server);
            if (anchors is null) return built ? null : MachineProblem(server, chain);
            return AnchoredProblem(server, chain, anchors, source);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return $"{Of(server)} cannot be checked: {e.Message.ReplaceLineEndings(" ")}";
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection sent, X509Certificate2Collection? anchors)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new Oid(ServerAuthentication) },
        };
        if (anchors is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors);
            // For chains that end in an intermediate; where each of them ends is looked at afterwards.
            policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
            policy.ExtraStore.AddRange(anchors);
        }
        policy.ExtraStore.AddRange(sent);
        return policy;
    }

    private static string? AnchoredProblem(X509Certificate2 server, X509Chain chain, X509Certificate2Collection anchors, string? source)
    {
        var end = EndOf(chain, anchors);
        // What is wrong below an anchor is wrong; without an anchor everything is.
        for (var i = 0; i <= (end ?? chain.ChainElements.Count - 1); i++)
        {
            var allowed = i == end || end is null ? EndsHere : X509ChainStatusFlags.NoError;
            if (Fault(chain.ChainElements[i], allowed) is { } fault) return fault;
        }
        return end is null
            ? $"{Of(server)}, issued by `{server.Issuer}`, chains to none of the {anchors.Count} certificates in `{source}`"
            : null;
    }

    private static int? EndOf(X509Chain chain, X509Certificate2Collection anchors)
    {
        for (var i = 0; i < chain.ChainElements.Count; i++)
        {
            var raw = chain.ChainElements[i].Certificate.RawDataMemory;
            if (anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(raw.Span))) return i;
        }
        return null;
    }

    private static string MachineProblem(X509Certificate2 server, X509Chain chain)
    {
        foreach (var element in chain.ChainElements)
            if (Fault(element, EndsHere) is { } fault) return fault;
        return $"{Of(server)}, issued by `{server.Issuer}`, chains to no root that this machine trusts";
    }

    private static string? Fault(X509ChainElement element, X509ChainStatusFlags allowed)
    {
        var faults = X509ChainStatusFlags.NoError;
        foreach (var status in element.ChainElementStatus) faults |= status.Status & ~allowed;
        if (faults == X509ChainStatusFlags.NoError) return null;
        var certificate = element.Certificate;
        if (faults.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"{Of(certificate)} is valid from {Time(certificate.NotBefore)} to {Time(certificate.NotAfter)} only; "
                + "renew it, or correct this machine's clock";
        if (faults.HasFlag(X509ChainStatusFlags.NotSignatureValid))
            return $"{Of(certificate)} is not signed by its issuer `{certificate.Issuer}`";
        if (faults.HasFlag(X509ChainStatusFlags.NotValidForUsage)) return $"{Of(certificate)} has an issuer that may not sign for servers";
        return $"{Of(certificate)} is refused: {faults}";
    }

    private static bool MayServe(X509Certificate2 server)
    {
        try
        {
            foreach (var extension in server.Extensions.OfType<X509EnhancedKeyUsageExtension>())
                if (!extension.EnhancedKeyUsages.OfType<Oid>().Any(static usage => usage.Value is ServerAuthentication or AnyUsage))
                    return false;
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Of(X509Certificate2 certificate) => $"the certificate `{certificate.Subject}`";

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
