using System.Net;
using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>
/// The access check of ZTS: <c>GET /access/{action}?resource=&amp;principal=</c> (RDL ResourceAccessExt). The form with the
/// resource in the path takes one colon and no slash, and answers 400 to everything else.
/// </summary>
internal sealed class AthenzAccessFetcher(ZtsAddress zts, FactsOptions options) : IFactFetcher
{
    public string Kind => FactKinds.AthenzAccess;

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.AccessCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(Math.Min(10, options.AccessCacheSeconds));

    public string? Refusal(FactRequest request) => zts.Refusal;

    public string SourceOf(FactRequest request) => zts.Host;

    public async Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation)
    {
        var access = (AthenzAccessRequest)request;
        var question = $"resource={Uri.EscapeDataString(access.Resource)}&principal={Uri.EscapeDataString(access.Principal)}";
        var (status, body) = await zts.GetAsync($"access/{Uri.EscapeDataString(access.Action)}?{question}", cancellation);
        // ZTS says no in words, and does not know the domain with 404. Any other status is about the question, and so is a 404 that is
        // not ZTS's own: that of a proxy, or of a wrong path in the settings, must not refuse everybody.
        if (status == HttpStatusCode.NotFound && FactJson.Read(body)["code"].Number == 404) return FactAnswer.Refused("ZTS does not know the domain of the resource (404)");
        if (status != HttpStatusCode.OK) throw new FactUnreachableException($"ZTS answered {(int)status} to an access check");
        if (FactJson.Read(body)["granted"].Flag is not { } granted) throw new FactUnreachableException("ZTS answered without `granted`");
        return FactJson.Known(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("granted", granted);
            json.WriteEndObject();
        });
    }
}
