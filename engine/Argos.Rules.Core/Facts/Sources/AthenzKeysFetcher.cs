using System.Net;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>The keys that ZTS signs with. <c>rfc=true</c>: else curves and integers are not written as RFC 7517 has them.</summary>
internal sealed class AthenzKeysFetcher(ZtsAddress zts, FactsOptions options) : IFactFetcher
{
    public string Kind => FactKinds.AthenzKeys;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.KeysCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(10);

    public string? Refusal(FactRequest request) => zts.Refusal;

    public string SourceOf(FactRequest request) => zts.Host;

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        var (status, body) = await zts.GetAsync("oauth2/keys?rfc=true", cancellation);
        // ZTS is one and configured: without its keys nothing can be told, whatever it answers.
        return status == HttpStatusCode.OK && FactJson.Keys(body) is { State: FactState.Known } keys ? keys : throw new FactUnreachableException($"ZTS answered {(int)status} without keys");
    }
}
