using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>TLS to a provider: our certificate, the Athenz CA, and the provider's name instead of the host's.</summary>
internal static class ProviderTls
{
    public static SslClientAuthenticationOptions Options(ZtsOptions options, X509Certificate2 client, string provider) => new()
    {
        EnabledSslProtocols = options.Tls,
        ClientCertificates = [client],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => client,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is X509Certificate2 leaf && options.Authority.Trusts(leaf) && SubjectFields.SingleCommonName(leaf.SubjectName) == provider,
    };
}
