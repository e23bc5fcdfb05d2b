using System.Collections.Immutable;

namespace Argos.Rules.Engine.Decisions;

/// <summary>What all policies together say.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Yes, with the directives for ZTS.</summary>
    public sealed record Allowed(ImmutableSortedDictionary<string, string> Attributes) : Verdict;

    /// <summary>No. The codes are sorted, each once.</summary>
    public sealed record Denied(ImmutableArray<string> Codes) : Verdict;

    /// <summary>It cannot be told, and waiting does not help. The codes are sorted, each once.</summary>
    public sealed record Undecided(ImmutableArray<string> Codes) : Verdict;

    /// <summary>Not before one of these data paths has changed. The codes are sorted, each once.</summary>
    public sealed record Waiting(ImmutableArray<string> Keys, ImmutableArray<string> Codes) : Verdict;
}
