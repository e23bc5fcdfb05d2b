using System.Collections.Immutable;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Sync;

/// <summary>What is known of one source. Immutable.</summary>
/// <param name="Name">Its name.</param>
internal sealed record SourceState(string Name)
{
    /// <summary>The roots that it has written or declared.</summary>
    public ImmutableHashSet<DataPath> Roots { get; init; } = [];

    /// <summary>Why its set is not complete; <see langword="null"/> when it is.</summary>
    public string? Incomplete { get; init; } = NeverDeclared;

    /// <summary>The generation it declared last.</summary>
    public long Generation { get; init; }

    /// <summary>When a declaration was accepted last, by the monotonic clock.</summary>
    public long? AcceptedAt { get; init; }

    /// <summary>When its set was complete last, by the monotonic clock.</summary>
    public long? CompleteAt { get; init; }

    /// <summary>The first revision that had its whole set since it was incomplete last: a snapshot from before that may lack some of it.</summary>
    public long CompleteSince { get; init; }

    /// <summary>Whether this is what an earlier start knew: the source has not declared anything to this one yet.</summary>
    public bool IsRestored { get; init; }

    public const string NeverDeclared = "it has not declared its set";
}
