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
        var routes = new FactRoutes(options.HostAddresses);
        _http = new FactHttp(new SslClientAuthenticationOptions { CertificateChainPolicy = Roots(options.CaFile) }, routes);
        _zts = new FactHttp(
            new SslClientAuthenticationOptions { LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate()!, CertificateChainPolicy = Roots(options.ZtsCaFile) }, routes);
        var aws = new AwsClient(_http, options, clock);
        var zts = new ZtsAddress(_zts, options);
        All =
        [
            new CallerIdentityFetcher(aws, options),
            new OidcProvidersFetcher(aws, new EngineCredentials(aws, _http, options), options),
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

    /// <summary>The roots in a file and no others; <see langword="null"/>, the system's, without a file.</summary>
    private static X509ChainPolicy? Roots(string file)
    {
        if (file.Length == 0) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
