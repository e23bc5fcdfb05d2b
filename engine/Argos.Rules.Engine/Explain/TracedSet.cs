using System.Collections.Immutable;

namespace Argos.Rules.Engine.Explain;

/// <summary>The traced policies of a set, by content hash; those that cannot be traced, with the reason.</summary>
internal sealed record TracedSet(ImmutableDictionary<string, TracedPolicy> Policies, ImmutableDictionary<string, string> Problems)
{
    public static TracedSet Empty { get; } = new(ImmutableDictionary<string, TracedPolicy>.Empty, ImmutableDictionary<string, string>.Empty);
}
