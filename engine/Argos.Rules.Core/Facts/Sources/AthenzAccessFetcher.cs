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
        return await zts.CheckAsync($"access/{Uri.EscapeDataString(access.Action)}?{question}", "the domain of the resource", cancellation);
    }
}
