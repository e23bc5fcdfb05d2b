using System.Net;
using Argos.Rules.Contracts.Facts;
using Argos.Rules.Engine.Facts.Fetching;

namespace Argos.Rules.Engine.Facts.Sources;

/// <summary>The access check of ZTS: <c>GET /access/{action}/{resource}?principal=</c> (RDL ResourceAccess).</summary>
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
        var (status, body) = await zts.GetAsync(
            $"access/{Uri.EscapeDataString(access.Action)}/{Uri.EscapeDataString(access.Resource)}?principal={Uri.EscapeDataString(access.Principal)}", cancellation);
        if (status != HttpStatusCode.OK) return FactAnswer.Refused($"ZTS answered {(int)status}");
        if (FactJson.Read(body)["granted"].Flag is not { } granted) throw new FactUnreachableException("ZTS answered without `granted`");
        return FactJson.Known(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("granted", granted);
            json.WriteEndObject();
        });
    }
}
