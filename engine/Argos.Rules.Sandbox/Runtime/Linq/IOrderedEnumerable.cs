using System.Collections;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>A sorted sequence that can be sorted further. Named as in LINQ, so that a policy reads as C# does everywhere.</summary>
public sealed class IOrderedEnumerable<T> : IEnumerable<T>
{
    internal IOrderedEnumerable(List<T> items, Comparison<T> order) => (Items, Order) = (items, order);

    internal List<T> Items { get; }

    internal Comparison<T> Order { get; }

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
