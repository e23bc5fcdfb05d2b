using System.Collections;
using System.Runtime.CompilerServices;

namespace Argos.Rules.Contracts.Collections;

/// <summary>
/// A list that never changes. Nothing of what holds its items can be reached through it, so that what one policy is given
/// is what the next one is given.
/// </summary>
/// <remarks>It is read like any list: by index, by <c>foreach</c>, by list patterns and with the methods of sequences.</remarks>
[CollectionBuilder(typeof(FixedList), nameof(FixedList.Create))]
public sealed class FixedList<T> : IReadOnlyList<T>
{
    private readonly T[] _items;

    internal FixedList(T[] items) => _items = items;

    internal static FixedList<T> Empty { get; } = new([]);

    /// <summary>How many items it has.</summary>
    public int Count => _items.Length;

    /// <summary>The item at an index, from 0. What is not there reads as <see langword="null"/>, of values as an empty one.</summary>
    public T this[int index] => (uint)index < (uint)_items.Length ? _items[index] : default!;

    /// <summary>Walks over the items, first to last.</summary>
    public Enumerator GetEnumerator() => new(_items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>What <c>foreach</c> walks with.</summary>
    public struct Enumerator
    {
        private readonly T[] _items;
        private int _index;

        internal Enumerator(T[] items) => (_items, _index) = (items, -1);

        /// <summary>The item that the walk is at.</summary>
        public readonly T Current => _items[_index];

        /// <summary>Goes to the next item; <see langword="false"/> when there is none.</summary>
        public bool MoveNext() => ++_index < _items.Length;
    }
}

/// <summary>Makes lists that never change.</summary>
public static class FixedList
{
    /// <summary>A list of copies of these items.</summary>
    public static FixedList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? FixedList<T>.Empty : new FixedList<T>(items.ToArray());

    /// <summary>A list of the items of an array that nobody else has, or ever will.</summary>
    internal static FixedList<T> Take<T>(T[] items) => items.Length == 0 ? FixedList<T>.Empty : new FixedList<T>(items);
}
