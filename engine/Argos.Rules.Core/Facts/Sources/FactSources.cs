using System.Net;
using Argos.Rules.Core.Facts.Aws;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Hosting.Http;
using Argos.Rules.Hosting.Trust;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>All sources of facts with their connections.</summary>
internal sealed class FactSources : IDisposable
{
    private readonly FactHttp _http;
    private readonly FactHttp _zts;

    /// <param name="options">What may be asked.</param>
    /// <param name="clock">The time, for signatures.</param>
    /// <param name="certificate">The engine's own Athenz certificate with its key, which ZTS asks for.</param>
    public FactSources(FactsOptions options, TimeProvider clock, IClientCertificateSource? certificate)
    {
        var routes = new FactRoutes(options.HostAddresses);
        var connections = new OutgoingHttp { Trust = ServerTrust.OfFile(options.CaFile), Connector = routes.Any ? routes : null };
        _http = new FactHttp(connections);
        _zts = new FactHttp(connections with { Trust = ServerTrust.OfFile(options.ZtsCaFile), ClientCertificate = certificate });
        var aws = new AwsClient(_http, options, clock);
        var zts = new ZtsAddress(_zts, options);
        All =
        [
            new CallerIdentityFetcher(aws, options),
            new OidcProvidersFetcher(aws, new EngineCredentials(aws, _http, options), options),
            new OidcKeysFetcher(_http, options),
            new AthenzKeysFetcher(zts, options),
            new AthenzAccessFetcher(zts, options),
            new AthenzMembershipFetcher(zts, options),
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
}
