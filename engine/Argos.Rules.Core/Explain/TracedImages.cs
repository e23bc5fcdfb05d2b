using System.Collections.Immutable;
using Argos.Rules.Sandbox;
using Argos.Rules.Sandbox.Loading;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Core.Explain;

/// <summary>The traced images of a set of policies, by content hash; those that cannot be traced, with the reason. Nothing of them is loaded.</summary>
internal sealed record TracedImages(ImmutableDictionary<string, CompiledPolicy> Images, ImmutableDictionary<string, string> Problems)
{
    public static TracedImages Empty { get; } = new(ImmutableDictionary<string, CompiledPolicy>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>Loads them into this process, which must not be one that decides.</summary>
    public TracedSet Load(Budget? budget)
    {
        var set = new TracedSet(ImmutableDictionary<string, TracedPolicy>.Empty, Problems);
        foreach (var (hash, image) in Images)
        {
            try
            {
                set = set.With(hash, new TracedPolicy(PolicyLoader.Load(image, budget, traced: true), image.Sites), null);
            }
            catch (BadImageFormatException problem)
            {
                set = set.With(hash, null, problem.Message);
            }
        }
        return set;
    }
}
