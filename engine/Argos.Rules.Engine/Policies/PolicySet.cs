using System.Collections.Immutable;

namespace Argos.Rules.Engine.Policies;

/// <summary>The policies in force, in order of id. Immutable; the order of loading leaves no trace.</summary>
internal sealed class PolicySet
{
    private readonly ImmutableSortedDictionary<string, ActivePolicy> _byId;

    private PolicySet(ImmutableSortedDictionary<string, ActivePolicy> byId) => _byId = byId;

    public static PolicySet Empty { get; } = new(ImmutableSortedDictionary.Create<string, ActivePolicy>(StringComparer.Ordinal));

    public int Count => _byId.Count;

    /// <summary>All policies, in order of id.</summary>
    public IEnumerable<ActivePolicy> All => _byId.Values;

    public ActivePolicy? Find(string id) => _byId.GetValueOrDefault(id);

    public PolicySet With(ActivePolicy policy) => new(_byId.SetItem(policy.Id, policy));

    public PolicySet Without(string id) => new(_byId.Remove(id));
}
