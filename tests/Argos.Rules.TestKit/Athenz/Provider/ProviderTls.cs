using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.TestKit.Athenz.Csr;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>TLS to a provider: our certificate, the Athenz CA, and the provider's name instead of the host's.</summary>
internal static class ProviderTls
{
    // What Java offers by default, as far as the engine's certificates go: of TLS 1.2 only ephemeral keys with AES-GCM,
    // and one older suite.
    private static readonly CipherSuitesPolicy? Suites = !OperatingSystem.IsLinux() ? null : new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
    ]);

    public static SslClientAuthenticationOptions Options(ZtsOptions options, X509Certificate2 client, string provider) => new()
    {
        EnabledSslProtocols = options.Tls,
        CipherSuitesPolicy = Suites,
        ClientCertificates = [client],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => client,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is X509Certificate2 leaf && options.Authority.Trusts(leaf) && SubjectFields.SingleCommonName(leaf.SubjectName) == provider,
    };
}
