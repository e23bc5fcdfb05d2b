using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts;

/// <summary>Where the facts of decisions come from.</summary>
internal interface IFactSource
{
    /// <summary>What is known already; pending when it would have to be fetched. Never blocks.</summary>
    FactAnswer Find(FactRequest request);

    /// <summary>Whether it may be fetched again although it is known.</summary>
    bool MayRenew(FactRequest request) => false;

    /// <summary>Finds it out, with everybody who asks the same; never fails. <see langword="null"/> when nothing is fetched here.</summary>
    /// <param name="request">The question.</param>
    /// <param name="identity">For whom it is asked; it counts against the share of that identity.</param>
    Task<FactAnswer>? FetchAsync(FactRequest request, RequestedIdentity identity) => null;
}
