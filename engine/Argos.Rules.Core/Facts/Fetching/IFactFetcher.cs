using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>Finds out facts of one kind.</summary>
internal interface IFactFetcher
{
    /// <summary>One of <see cref="FactKinds"/>.</summary>
    string Kind { get; }

    /// <summary>How long a value is remembered.</summary>
    TimeSpan KnownFor { get; }

    /// <summary>How long a refusal is remembered.</summary>
    TimeSpan RefusedFor { get; }

    /// <summary>Why this may not be asked; <see langword="null"/> when it may. Looks at the configuration only.</summary>
    string? Refusal(FactRequest request);

    /// <summary>Who is asked, for the circuit breaker: a host.</summary>
    string SourceOf(FactRequest request);

    /// <summary>Asks.</summary>
    /// <returns>Known or refused.</returns>
    /// <exception cref="FactUnreachableException">It cannot be told now.</exception>
    Task<FactAnswer> FetchAsync(FactRequest request, CancellationToken cancellation);
}
