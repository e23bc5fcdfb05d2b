using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Management.Journal;

/// <summary>The last refusal of each policy, until it is put into force or removed; the youngest of very many.</summary>
internal sealed class RefusedPolicies
{
    private const int Maximum = 256;

    private readonly Lock _lock = new();
    private ImmutableDictionary<string, RefusedPolicyStatus> _refused = ImmutableDictionary.Create<string, RefusedPolicyStatus>(StringComparer.Ordinal);

    /// <summary>All of them, in order of id.</summary>
    public ImmutableArray<RefusedPolicyStatus> All => [.. Volatile.Read(ref _refused).Values.OrderBy(static refused => refused.Id, StringComparer.Ordinal)];

    public void Add(RefusedPolicyStatus refused)
    {
        lock (_lock)
        {
            var next = _refused.SetItem(refused.Id, refused);
            if (next.Count > Maximum) next = next.Remove(next.Values.MinBy(static r => r.At)!.Id);
            Volatile.Write(ref _refused, next);
        }
    }

    public void Remove(string id)
    {
        lock (_lock) Volatile.Write(ref _refused, _refused.Remove(id));
    }
}
