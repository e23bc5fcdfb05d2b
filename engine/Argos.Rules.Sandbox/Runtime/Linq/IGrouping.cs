using System.Collections;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Elements with a key in common. Named as in LINQ, so that a policy reads as C# does everywhere.</summary>
public sealed class IGrouping<TKey, T> : IEnumerable<T>
{
    private readonly List<T> _items;

    internal IGrouping(TKey key, List<T> items) => (Key, _items) = (key, items);

    public TKey Key { get; }

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
