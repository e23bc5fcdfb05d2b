namespace Argos.Rules.Mgmt.Watching;

/// <summary>Namespace and name of an object: the key of all work. Ordered by namespace, then name.</summary>
internal readonly record struct ObjectName(string Namespace, string Name) : IComparable<ObjectName>
{
    public int CompareTo(ObjectName other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>The hash code of namespace and name, also of a name that is not a text of its own.</summary>
    public static int HashOf(string @namespace, ReadOnlySpan<char> name) => HashCode.Combine(string.GetHashCode(@namespace), string.GetHashCode(name));

    public override int GetHashCode() => HashOf(Namespace, Name);

    public static bool operator <(ObjectName left, ObjectName right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectName left, ObjectName right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectName left, ObjectName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectName left, ObjectName right) => left.CompareTo(right) >= 0;

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
