namespace Argos.Rules.Mgmt.Watching;

/// <summary>Objects by their names, which they know themselves: a table with the names beside them would hold each name twice.</summary>
internal sealed class NameComparer<T> : IEqualityComparer<T>, IAlternateEqualityComparer<ObjectName, T>
    where T : CachedObject
{
    public static readonly NameComparer<T> Comparer = new();

    private NameComparer()
    {
    }

    /// <summary>No objects.</summary>
    public static HashSet<T> NewSet() => new(Comparer);

    public bool Equals(T? x, T? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsNamed(y.Name));

    public int GetHashCode(T obj) => obj.NameHash;

    public bool Equals(ObjectName alternate, T other) => other.IsNamed(alternate);

    public int GetHashCode(ObjectName alternate) => alternate.GetHashCode();

    /// <summary>Never: an object is more than its name.</summary>
    public T Create(ObjectName alternate) => throw new NotSupportedException();
}
