using System.Collections.Immutable;
using System.Globalization;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;
using Argos.Rules.Mgmt.EngineApi;
using Argos.Rules.Mgmt.Telemetry;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Makes the engine hold a set of policies, or of documents. What is added comes before what is removed, so that a renamed
/// policy is never gone for a moment. An item that is refused leaves the last good one in force and its neighbours alone.
/// </summary>
/// <param name="put">Writes an item to an engine.</param>
/// <param name="delete">Removes an id from an engine.</param>
/// <param name="metrics">Counts refusals.</param>
/// <param name="nested">Whether ids are places of one tree.</param>
internal sealed class ItemPush(
    Func<string, DesiredItem, CancellationToken, Task<PushResult>> put, Func<string, string, CancellationToken, Task<PushResult>> delete, MgmtMetrics metrics, bool nested = false)
{
    private readonly PushLedger _ledger = new();
    private Dictionary<string, UInt128> _held = new(StringComparer.Ordinal);
    private string _engineId = "";

    /// <summary>What the engine is known to hold: content hashes by id.</summary>
    public IReadOnlyDictionary<string, UInt128> Held => _held;

    public SetDigest Digest => _held.Values.Aggregate(SetDigest.Empty, static (sum, hash) => sum.Add(hash));

    /// <summary>Takes over what an engine says that it holds.</summary>
    public void Adopt(string engineId, IEnumerable<KeyValuePair<string, string>> holdings)
    {
        if (engineId != _engineId) _ledger.ForgetRefusals();
        _engineId = engineId;
        _held = holdings.ToDictionary(static held => held.Key, static held => HashOf(held.Value), StringComparer.Ordinal);
    }

    /// <summary>Pushes what differs.</summary>
    public async Task<ImmutableArray<ItemOutcome>> PushAsync(ImmutableSortedDictionary<string, DesiredItem> desired, CancellationToken cancellationToken)
    {
        _ledger.Trim(desired);
        var nesting = nested ? new Nesting(desired) : null;
        if (nesting is not null) await SplitAsync(desired, nesting, cancellationToken);
        var outcomes = await PutAllAsync(desired, cancellationToken);
        if (!await RemoveOthersAsync(desired, nesting, cancellationToken) || outcomes.All(static outcome => outcome.Errors.IsEmpty)) return outcomes;
        // A place may have been in the way of what was refused.
        _ledger.ForgetRefusals();
        return await PutAllAsync(desired, cancellationToken);
    }

    private static UInt128 HashOf(string hex) => UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;

    private async Task<ImmutableArray<ItemOutcome>> PutAllAsync(ImmutableSortedDictionary<string, DesiredItem> desired, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ItemOutcome>(desired.Count);
        foreach (var item in desired.Values) outcomes.Add(await EnsureAsync(item, cancellationToken));
        return outcomes.ToImmutable();
    }

    private async Task<ItemOutcome> EnsureAsync(DesiredItem item, CancellationToken cancellationToken)
    {
        var before = _ledger.LastTaken(item.Id);
        if (item.Content is null && before?.Origin != item.Origin) return Outcome(item, before, []);
        if (item.Content is not null && await PutAsync(item, cancellationToken)) return new ItemOutcome(item, item.Hash, []);
        if (before is not null) await PutAsync(before, cancellationToken);
        return Outcome(item, before, _ledger.Refusal(item) ?? []);
    }

    private ItemOutcome Outcome(DesiredItem item, DesiredItem? before, ImmutableArray<Diagnostic> errors)
    {
        var inForce = InForce(item.Id);
        return new ItemOutcome(item, inForce, errors) { IsMissing = inForce is null && (before is not null || item.WasActive) };
    }

    private async Task<bool> PutAsync(DesiredItem item, CancellationToken cancellationToken)
    {
        if (InForce(item.Id) != item.Hash)
        {
            if (_ledger.Refusal(item) is not null) return false;
            var result = await put(_engineId, item, cancellationToken);
            if (!result.IsTaken)
            {
                metrics.Refused();
                _ledger.Refuse(item, result.Errors);
                return false;
            }
            _held[item.Id] = item.Hash;
        }
        _ledger.Take(item);
        return true;
    }

    // In one step, so that no decision finds nothing where the one was and the others will be.
    private async Task SplitAsync(ImmutableSortedDictionary<string, DesiredItem> desired, Nesting nesting, CancellationToken cancellationToken)
    {
        foreach (var id in Others(desired))
        {
            if (nesting.Whole(id) is { } whole && (await put(_engineId, whole, cancellationToken)).IsTaken) _held.Remove(id);
        }
    }

    private async Task<bool> RemoveOthersAsync(ImmutableSortedDictionary<string, DesiredItem> desired, Nesting? nesting, CancellationToken cancellationToken)
    {
        var removed = false;
        foreach (var id in Others(desired))
        {
            if (nesting?.Over(id) is { } over && InForce(over.Id) is not null)
            {
                // What is there now is a part of the other.
                _held.Remove(id);
                continue;
            }
            var result = await delete(_engineId, id, cancellationToken);
            if (!result.IsTaken) throw new EngineUnavailableException($"the engine does not let go of `{id}`: {result.Errors[0].Message}") { HasAnswered = true };
            removed |= _held.Remove(id);
        }
        return removed;
    }

    private string[] Others(ImmutableSortedDictionary<string, DesiredItem> desired) => [.. _held.Keys.Where(id => !desired.ContainsKey(id)).Order(StringComparer.Ordinal)];

    private UInt128? InForce(string id) => _held.TryGetValue(id, out var hash) ? hash : null;
}
