using System.Collections.Immutable;

namespace Argos.Rules.Core.Explain;

/// <summary>The traced policies of a set, by content hash; those that cannot be traced, with the reason.</summary>
internal sealed record TracedSet(ImmutableDictionary<string, TracedPolicy> Policies, ImmutableDictionary<string, string> Problems)
{
    /// <summary>The set with one more policy, or with the reason why it cannot be traced.</summary>
    public TracedSet With(string hash, TracedPolicy? policy, string? problem) => policy is not null
        ? this with { Policies = Policies.SetItem(hash, policy) }
        : problem is not null ? this with { Problems = Problems.SetItem(hash, problem) } : this;

    public static TracedSet Empty { get; } = new(ImmutableDictionary<string, TracedPolicy>.Empty, ImmutableDictionary<string, string>.Empty);
}
