using System.Collections.Immutable;
using Argos.Rules.Core.Decisions;
using Argos.Rules.Core.Policies;
using Argos.Rules.Language;

namespace Argos.Rules.Trial;

/// <summary>Takes note of policies that used up their budget, and keeps none from being run.</summary>
internal sealed class ExhaustedPolicies : ISuspension
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Their ids.</summary>
    public ImmutableArray<string> Ids => [.. _ids];

    public string? Refusal(ActivePolicy policy, PolicyInput input) => null;

    public void Exhausted(ActivePolicy policy, PolicyInput input) => _ids.Add(policy.Id);

    public void Completed(ActivePolicy policy, PolicyInput input)
    {
    }
}
