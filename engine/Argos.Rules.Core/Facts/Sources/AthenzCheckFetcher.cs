using Argos.Rules.Core.Facts.Fetching;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Sources;

/// <summary>One of the access checks of ZTS, which answer alike and are remembered alike.</summary>
/// <param name="zts">Where ZTS is.</param>
/// <param name="options">How long an answer is remembered.</param>
internal abstract class AthenzCheckFetcher(ZtsAddress zts, FactsOptions options) : IFactFetcher
{
    public abstract string Kind { get; }

    public TimeSpan KnownFor => TimeSpan.FromSeconds(options.AccessCacheSeconds);

    public TimeSpan RefusedFor => TimeSpan.FromSeconds(Math.Min(10, options.AccessCacheSeconds));

    /// <summary>What ZTS does not know when it says 404.</summary>
    protected abstract string Subject { get; }

    public string? Refusal(FactRequest request) => zts.Refusal;

    public string SourceOf(FactRequest request) => zts.Host;

    public Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation) =>
        zts.CheckAsync(PathOf(request), Subject, cancellation);

    /// <summary>The path of the check, below ZTS's address.</summary>
    protected abstract string PathOf(FactRequest request);
}
