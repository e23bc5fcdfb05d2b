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
/// <param name="target">Where they are written.</param>
/// <param name="metrics">Counts refusals.</param>
/// <param name="time">The clock of the pauses after failures.</param>
/// <param name="nested">Whether ids are places of one tree.</param>
internal sealed class DocumentSync(IItemTarget target, MgmtMetrics metrics, TimeProvider time, bool nested = false)
{
    // When so many fail one after the other it is the engine, not the items.
    private const int MaximumFailuresInARow = 3;

    private readonly PushLedger _ledger = new(time);
    private readonly SortedDictionary<string, string> _unremoved = new(StringComparer.Ordinal);
    private int _failuresInARow;
    private EngineUnavailableException? _failed;
    private Dictionary<string, UInt128> _held = new(StringComparer.Ordinal);
    private string _engineId = "";

    /// <summary>What the engine is known to hold: content hashes by id.</summary>
    public IReadOnlyDictionary<string, UInt128> Held => _held;

    /// <summary>What should be gone and is not, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unremoved => _unremoved;

    /// <summary>Whether something failed and is to be tried again, though nothing has changed.</summary>
    public bool HasDue => _ledger.Failures.HasDue || _unremoved.Count > 0;

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
        var depth = nested ? new Depth(desired) : null;
        if (depth is not null) await SplitAsync(desired, depth, cancellationToken);
        var outcomes = await PutAllAsync(desired, cancellationToken);
        if (!await RemoveOthersAsync(desired, depth, cancellationToken) || outcomes.All(static outcome => outcome.Errors.IsEmpty))
            return outcomes;
        // A place may have been in the way of what was refused.
        _ledger.ForgetRefusals();
        return await PutAllAsync(desired, cancellationToken);
    }

    private static UInt128 HashOf(string hex) => UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;

    private async Task<ImmutableArray<ItemOutcome>> PutAllAsync(ImmutableSortedDictionary<string, DesiredItem> desired, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ItemOutcome>(desired.Count);
        (_failuresInARow, _failed) = (0, null);
        foreach (var item in desired.Values) outcomes.Add(await EnsureAsync(item, cancellationToken));
        // The others have been served; those that have tries left are tried again after a pause.
        return _failed is null ? outcomes.ToImmutable() : throw _failed;
    }

    private async Task<ItemOutcome> EnsureAsync(DesiredItem item, CancellationToken cancellationToken)
    {
        var before = _ledger.LastTaken(item.Id);
        if (item.Content is null && before?.Origin != item.Origin) return Outcome(item, before, []);
        if (item.Content is not null && await PutAsync(item, cancellationToken)) return new ItemOutcome(item, item.Hash, []);
        if (before is not null && before.Hash != item.Hash) await PutAsync(before, cancellationToken);
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
            if (await TryPutAsync(item, cancellationToken) is not { } result) return false;
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

    // No answer when the engine failed on it.
    private async Task<PushResult?> TryPutAsync(DesiredItem item, CancellationToken cancellationToken)
    {
        try
        {
            var result = await target.PutAsync(_engineId, item, cancellationToken);
            _ledger.Failures.Remove(item);
            _failuresInARow = 0;
            return result;
        }
        catch (EngineUnavailableException e) when (e.MayBeItem)
        {
            metrics.Refused();
            if (!_ledger.Failures.Add(item, e.Message)) _failed ??= e;
            if (++_failuresInARow >= MaximumFailuresInARow) throw;
            return null;
        }
    }

    // In one step, so that no decision finds nothing where the one was and the others will be.
    private async Task SplitAsync(ImmutableSortedDictionary<string, DesiredItem> desired, Depth depth, CancellationToken cancellationToken)
    {
        foreach (var id in Others(desired))
        {
            if (depth.Whole(id) is { } whole && (await target.PutAsync(_engineId, whole, cancellationToken)).IsTaken) _held.Remove(id);
        }
    }

    private async Task<bool> RemoveOthersAsync(ImmutableSortedDictionary<string, DesiredItem> desired, Depth? depth,
        CancellationToken cancellationToken)
    {
        var removed = false;
        _unremoved.Clear();
        foreach (var id in Others(desired))
        {
            if (depth?.Over(id) is { } over && InForce(over.Id) is not null)
            {
                // What is there now is a part of the other.
                _held.Remove(id);
                continue;
            }
            removed |= await DeleteAsync(id, cancellationToken) && _held.Remove(id);
        }
        return removed;
    }

    // What the engine keeps is reported, and holds up nothing else.
    private async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var result = await target.DeleteAsync(_engineId, id, cancellationToken);
            if (!result.IsTaken) _unremoved[id] = result.Errors[0].Message;
            return result.IsTaken;
        }
        catch (EngineUnavailableException e) when (e is { MayBeItem: true, HasAnswered: true } && _unremoved.Count < MaximumFailuresInARow)
        {
            _unremoved[id] = e.Message;
            return false;
        }
    }

    private string[] Others(ImmutableSortedDictionary<string, DesiredItem> desired) => [.. _held.Keys.Where(id => !desired.ContainsKey(id)).Order(StringComparer.Ordinal)];

    private UInt128? InForce(string id) => _held.TryGetValue(id, out var hash) ? hash : null;
}
