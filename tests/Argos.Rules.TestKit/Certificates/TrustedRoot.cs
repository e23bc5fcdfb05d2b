using System.Security.Cryptography.X509Certificates;

namespace Argos.Rules.TestKit.Certificates;

/// <summary>The one root that certificates must chain to.</summary>
/// <param name="certificate">The root; its private key is not needed.</param>
/// <param name="time">The clock.</param>
public sealed class TrustedRoot(X509Certificate2 certificate, TimeProvider time)
{
    /// <summary>Whether a certificate's chain ends in the root, now.</summary>
    public bool Trusts(X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(leaf);
    }
}
