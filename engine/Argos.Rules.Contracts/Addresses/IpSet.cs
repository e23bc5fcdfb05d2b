using System.Collections;
using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Addresses;

/// <summary>A set of addresses, compared by value. Small: the addresses of one pod or one certificate request.</summary>
public sealed class IpSet : IReadOnlyCollection<IpAddress>
{
    private readonly ImmutableArray<IpAddress> _items;

    /// <summary>Makes a set; doubles count once.</summary>
    public IpSet(IEnumerable<IpAddress> items) => _items = [.. items.Distinct()];

    /// <summary>The empty set.</summary>
    public static IpSet Empty { get; } = new([]);

    /// <summary>How many addresses it holds.</summary>
    public int Count => _items.Length;

    /// <summary>Whether the address is in the set.</summary>
    public bool Contains(IpAddress address) => _items.Contains(address);

    /// <summary>Whether every address of this set is in the other one. The empty set is a subset of any.</summary>
    public bool IsSubsetOf(IpSet other)
    {
        foreach (var item in _items)
        {
            if (!other.Contains(item)) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<IpAddress> GetEnumerator() => ((IEnumerable<IpAddress>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The addresses, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', _items);
}
