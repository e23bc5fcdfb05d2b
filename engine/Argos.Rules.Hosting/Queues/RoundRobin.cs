using System.Diagnostics.CodeAnalysis;

namespace Argos.Rules.Hosting.Queues;

/// <summary>
/// A bounded queue in which groups take turns: however much one group puts in, the next item of another is never further than one round
/// away, and only the group with the most items loses any when there is no room. Each item is in it once. Not synchronised.
/// </summary>
/// <typeparam name="T">What is queued.</typeparam>
/// <param name="maximum">The most items.</param>
public sealed class RoundRobin<T>(int maximum)
    where T : notnull
{
    private readonly Dictionary<string, LinkedList<T>> _groups = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly HashSet<T> _items = [];

    /// <summary>How many items there are.</summary>
    public int Count => _items.Count;

    /// <summary>Whether an item is in it.</summary>
    /// <param name="item">The item.</param>
    public bool Contains(T item) => _items.Contains(item);

    /// <summary>Puts an item in, unless it is in already.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="item">The item.</param>
    /// <param name="dropped">What had to go instead, the newest of the largest group; the item itself when that is its own group.</param>
    /// <returns>Whether nothing had to go.</returns>
    public bool Add(string group, T item, [NotNullWhen(false)] out T? dropped)
    {
        dropped = default;
        if (_items.Contains(item)) return true;
        var isFull = _items.Count >= maximum;
        if (isFull)
        {
            var largest = _groups.MaxBy(static g => g.Value.Count);
            if (largest.Value is null || _groups.GetValueOrDefault(group)?.Count >= largest.Value.Count)
            {
                dropped = item;
                return false;
            }
            dropped = largest.Value.Last!.Value;
            largest.Value.RemoveLast();
            _items.Remove(dropped);
        }
        _items.Add(item);
        if (!_groups.TryGetValue(group, out var items))
        {
            _groups[group] = items = new LinkedList<T>();
            _turns.Enqueue(group);
        }
        items.AddLast(item);
        return !isFull;
    }

    /// <summary>Takes the oldest item of the group whose turn it is.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        while (_turns.TryDequeue(out var group))
        {
            var items = _groups[group];
            if (items.First is not { } first)
            {
                // It lost its last item to another group.
                _groups.Remove(group);
                continue;
            }
            item = first.Value;
            items.RemoveFirst();
            _items.Remove(item);
            if (items.Count > 0) _turns.Enqueue(group);
            else _groups.Remove(group);
            return true;
        }
        item = default;
        return false;
    }

    /// <summary>Takes everything, in turns.</summary>
    public IReadOnlyList<T> TakeAll()
    {
        var all = new List<T>(Count);
        while (TryTake(out var item)) all.Add(item);
        return all;
    }
}
