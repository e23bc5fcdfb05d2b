using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;
using Argos.Rules.Mgmt.Desired;

namespace Argos.Rules.Mgmt.Sync;

/// <summary>
/// Items on which the engine failed, without saying that they are wrong. After a few tries that counts as the item's own failure, and the others go on; it is tried
/// again from time to time, for it may have been the engine's after all. Survives restarts of the engine: the item may be what ended it.
/// </summary>
internal sealed class ItemFailures(TimeProvider time)
{
    private const int MaximumTries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaximumPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ItemKey, Failure> _failures = [];

    /// <summary>Whether one of those that were given up is to be tried again.</summary>
    public bool HasDue => _failures.Values.Any(failure => failure.Tries >= MaximumTries && !IsPaused(failure));

    /// <summary>Why an item is not tried now; <see langword="null"/> when it is.</summary>
    public ImmutableArray<Diagnostic>? Why(DesiredItem item) => _failures.TryGetValue(KeyOf(item), out var failure) && IsPaused(failure) ? failure.Errors : null;

    /// <summary>The engine failed on an item once more.</summary>
    /// <returns>Whether that is the item's own failure from now on.</returns>
    public bool Add(DesiredItem item, string problem)
    {
        var known = _failures.GetValueOrDefault(KeyOf(item));
        var tries = (known?.Tries ?? 0) + 1;
        if (tries < MaximumTries)
        {
            _failures[KeyOf(item)] = new Failure(tries, default, default, []);
            return false;
        }
        var pause = known is { Pause.Ticks: > 0 } ? TimeSpan.FromTicks(Math.Min(known.Pause.Ticks * 2, MaximumPause.Ticks)) : FirstPause;
        _failures[KeyOf(item)] = new Failure(tries, time.GetTimestamp(), pause, [new Diagnostic("engine-failed", $"{problem}, {tries} times; see the engine's log")]);
        return true;
    }

    /// <summary>The engine has taken the item, or said what is wrong with it. It is well, so the others need not wait for their pauses to end.</summary>
    public void Remove(DesiredItem item)
    {
        _failures.Remove(KeyOf(item));
        foreach (var failure in _failures.Values) failure.IsDue = true;
    }

    /// <summary>Forgets what is no longer wanted.</summary>
    /// <param name="isWanted">Whether an id with a content is.</param>
    public void Trim(Func<string, UInt128, bool> isWanted)
    {
        foreach (var key in _failures.Keys.Where(key => !isWanted(key.Id, key.Hash)).ToArray()) _failures.Remove(key);
    }

    private bool IsPaused(Failure failure) => !failure.IsDue && failure.Pause > TimeSpan.Zero && time.GetElapsedTime(failure.At) < failure.Pause;

    private static ItemKey KeyOf(DesiredItem item) => new(item.Id, item.Hash);

    private readonly record struct ItemKey(string Id, UInt128 Hash);

    private sealed record Failure(int Tries, long At, TimeSpan Pause, ImmutableArray<Diagnostic> Errors)
    {
        public bool IsDue { get; set; }
    }
}
