namespace Argos.Rules.Core.Data;

/// <summary>
/// Makes equal values one object, so that ten thousand pods do not hold ten thousand copies. Bounded and without locks:
/// a slot that is taken by another value is overwritten, which costs memory, never correctness.
/// </summary>
internal sealed class Interner<T>(int size, IEqualityComparer<T> comparer)
    where T : class
{
    private readonly T?[] _slots = new T?[size];

    /// <summary>An equal value that was seen before, or this one.</summary>
    public T Intern(T value)
    {
        ref var slot = ref _slots[(uint)comparer.GetHashCode(value) % (uint)size];
        if (slot is { } known && comparer.Equals(known, value)) return known;
        return slot = value;
    }
}
