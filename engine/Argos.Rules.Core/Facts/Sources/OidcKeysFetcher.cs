using System.Net;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>
/// The keys of an issuer: where the configuration says, else by its discovery document (OpenID Connect Discovery 1.0, 4).
/// </summary>
internal sealed class OidcKeysFetcher(FactHttp http, FactsOptions options) : IFactFetcher
{
    private readonly IssuerKeys _known = new(options.OidcJwksUris, options.AllowLoopbackHttp);

    public string Kind => FactKinds.OidcKeys;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.KeysCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(10);

    public string? Refusal(FactRequest request) => _known.Of(request.Subject) is null && Address(request.Subject) is null
        ? "the issuer is neither in `Facts:OidcJwksUris` nor an https address on one of `Facts:OidcHosts`"
        : null;

    public string SourceOf(FactRequest request) => (_known.Of(request.Subject) ?? new Uri(request.Subject)).Authority;

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        if (_known.Of(request.Subject) is { } known) return await KeysAsync(known, cancellation);
        var issuer = request.Subject;
        var (status, body) = await http.GetAsync(new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration"), cancellation);
        if (status != HttpStatusCode.OK) return FactAnswer.Refused($"the issuer has no discovery document ({(int)status})");
        var document = FactJson.Read(body);
        // What is at the address could be another issuer's document.
        if (document["issuer"].Text != issuer) return FactAnswer.Refused("the discovery document is of another issuer");
        if (Address(document["jwks_uri"].Text ?? "") is not { } place) return FactAnswer.Refused("the discovery document's `jwks_uri` is not an https address on one of `Facts:OidcHosts`");
        return await KeysAsync(place, cancellation);
    }

    private async Task<FactAnswer> KeysAsync(Uri place, CancellationToken cancellation)
    {
        var (status, body) = await http.GetAsync(place, cancellation);
        return status == HttpStatusCode.OK ? FactJson.Keys(body) : FactAnswer.Refused($"the issuer has no keys ({(int)status})");
    }

    private Uri? Address(string text) => Egress.TryParse(text, options.AllowLoopbackHttp, out var address) && Egress.IsAmong(address, options.OidcHosts) ? address : null;
}
