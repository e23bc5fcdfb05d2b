using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Argos.Rules.Engine.Facts.Aws;
using Argos.Rules.Engine.Facts.Fetching;

namespace Argos.Rules.Engine.Facts.Sources;

/// <summary>All sources of facts with their connections.</summary>
internal sealed class FactSources : IDisposable
{
    private readonly FactHttp _http;
    private readonly FactHttp _zts;

    /// <param name="options">What may be asked.</param>
    /// <param name="clock">The time, for signatures.</param>
    /// <param name="certificate">The engine's own Athenz certificate with its key, which ZTS asks for.</param>
    public FactSources(FactsOptions options, TimeProvider clock, Func<X509Certificate2?> certificate)
    {
        _http = new FactHttp();
        _zts = new FactHttp(ZtsTls(options, certificate));
        var aws = new AwsClient(_http, options, clock);
        var zts = new ZtsAddress(_zts, options);
        All =
        [
            new CallerIdentityFetcher(aws, options),
            new OidcProvidersFetcher(aws, new EngineCredentials(aws, options), options),
            new OidcKeysFetcher(_http, options),
            new AthenzKeysFetcher(zts, options),
            new AthenzAccessFetcher(zts, options),
            new TokenReviewFetcher(_http, options),
            new DnsFetcher(options, static (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation)),
        ];
    }

    public IReadOnlyList<IFactFetcher> All { get; }

    public void Dispose()
    {
        _http.Dispose();
        _zts.Dispose();
    }

    private static SslClientAuthenticationOptions ZtsTls(FactsOptions options, Func<X509Certificate2?> certificate)
    {
        var tls = new SslClientAuthenticationOptions { LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate()! };
        if (options.ZtsCaFile.Length == 0) return tls;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.ImportFromPemFile(options.ZtsCaFile);
        tls.CertificateChainPolicy = policy;
        return tls;
    }
}
