using System.Diagnostics.CodeAnalysis;
using Argos.Rules.Language.Facts;

namespace Argos.Rules.Core.Facts.Fetching;

/// <summary>
/// Remembers answers for a while. Two halves: when the young one is full it becomes the old one and the old one is forgotten, so
/// the memory is bounded and nothing has to be sorted. The keys hold secrets as hashes only. Ages are of the monotonic clock: one
/// that is set back must not make an answer live longer.
/// </summary>
internal sealed class FactCache(long maximumBytes, TimeProvider clock)
{
    private const int Overhead = 512;

    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Entry> _old = new(StringComparer.Ordinal);
    private long _youngBytes;

    public bool TryFind(string id, out FactAnswer answer)
    {
        var found = TryFindEntry(id, out var entry);
        answer = found ? entry!.Answer : default;
        return found;
    }

    /// <summary>How old what is remembered is; <see langword="null"/> when nothing is.</summary>
    public TimeSpan? AgeOf(string id) => TryFindEntry(id, out var entry) ? clock.GetElapsedTime(entry!.Fetched) : null;

    public void Add(string id, FactAnswer answer, TimeSpan lifetime)
    {
        var now = clock.GetTimestamp();
        var entry = new Entry(answer, now, now, lifetime, Overhead + (2 * id.Length) + (3 * answer.Value.ToString().Length));
        lock (_lock)
        {
            if (2L * entry.Bytes > maximumBytes) return;
            if (_young.Remove(id, out var before)) _youngBytes -= before.Bytes;
            _old.Remove(id);
            Put(id, entry);
        }
    }

    /// <summary>Takes what is remembered for looked at now: a source that fails is not to be asked for a newer value at once again.</summary>
    public void Touch(string id)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(id, out var entry)) _young[id] = entry with { Fetched = clock.GetTimestamp() };
        }
    }

    private bool TryFindEntry(string id, [NotNullWhen(true)] out Entry? entry)
    {
        lock (_lock)
        {
            if (!_young.TryGetValue(id, out entry) && _old.Remove(id, out entry)) Put(id, entry);
        }
        return entry is not null && clock.GetElapsedTime(entry.Added) < entry.Lifetime;
    }

    private void Put(string id, Entry entry)
    {
        if (2L * (_youngBytes + entry.Bytes) > maximumBytes)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
            _youngBytes = 0;
        }
        _young[id] = entry;
        _youngBytes += entry.Bytes;
    }

    private sealed record Entry(FactAnswer Answer, long Added, long Fetched, TimeSpan Lifetime, int Bytes);
}
