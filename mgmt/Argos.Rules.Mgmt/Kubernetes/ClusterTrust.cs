using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>Whom a connection trusts and as whom it logs in. Everything is read at each handshake, so a rotated file is used by the next connection.</summary>
internal static class ClusterTrust
{
    public static SslClientAuthenticationOptions Options(ClusterAccess access)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = access.ServerName ?? access.Server.Host,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(access, certificate, chain, errors),
        };
        if (access is { ClientCertificate: { } certificate, ClientKey: { } key })
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => X509Certificate2.CreateFromPem(certificate.Read(), key.Read());
        return options;
    }

    private static bool Accepts(ClusterAccess access, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (access.Insecure) return true;
        if (access.Authority is null) return errors == SslPolicyErrors.None;
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(access.Authority.Read());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
            foreach (var element in sent.ChainElements) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var server = new X509Certificate2(certificate);
        return chain.Build(server);
    }
}
