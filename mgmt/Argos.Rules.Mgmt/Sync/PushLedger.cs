using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>What became of the texts that were pushed: the last one that was taken, by id, and those that this engine refused. Bounded by the desired set.</summary>
/// <param name="time">The clock of the pauses after failures.</param>
internal sealed class PushLedger(TimeProvider time)
{
    private readonly Dictionary<string, DesiredItem> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, UInt128 Hash), ImmutableArray<Diagnostic>> _refused = [];

    public DesiredItem? LastTaken(string id) => _taken.GetValueOrDefault(id);

    /// <summary>The texts on which the engine failed.</summary>
    public ItemFailures Failures { get; } = new(time);

    /// <summary>Why a text was refused, or is not tried again now; <see langword="null"/> when it is to be tried.</summary>
    public ImmutableArray<Diagnostic>? Refusal(DesiredItem item) => _refused.TryGetValue((item.Id, item.Hash), out var errors) ? errors : Failures.Why(item);

    public void Take(DesiredItem item) => _taken[item.Id] = item;

    public void Refuse(DesiredItem item, ImmutableArray<Diagnostic> errors) => _refused[(item.Id, item.Hash)] = errors;

    /// <summary>Another engine, or another surrounding, may take what was refused.</summary>
    public void ForgetRefusals() => _refused.Clear();

    /// <summary>Forgets what is no longer wanted.</summary>
    public void Trim(ImmutableSortedDictionary<string, DesiredItem> desired)
    {
        foreach (var id in _taken.Keys.Where(id => !desired.ContainsKey(id)).ToArray()) _taken.Remove(id);
        Failures.Trim((id, hash) => IsWanted(id, hash, desired));
        foreach (var (id, hash) in _refused.Keys.Where(key => !IsWanted(key.Id, key.Hash, desired)).ToArray()) _refused.Remove((id, hash));
    }

    private bool IsWanted(string id, UInt128 hash, ImmutableSortedDictionary<string, DesiredItem> desired) =>
        desired.TryGetValue(id, out var item) && (item.Hash == hash || LastTaken(id)?.Hash == hash);
}
