using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Sets: growth is charged before it happens, and so is a walk over the elements.</summary>
public static class HashSetIntrinsics
{
    [Intercepts("new System.Collections.Generic.HashSet`1.#ctor")]
    public static HashSet<T> Create<T>()
    {
        Meter.Bytes(72);
        return new HashSet<T>(MeteredComparer<T>.Of(null));
    }

    [Intercepts("new System.Collections.Generic.HashSet`1.#ctor(System.Collections.Generic.IEqualityComparer{`0})")]
    public static HashSet<T> Create<T>(IEqualityComparer<T>? comparer)
    {
        Meter.Bytes(104);
        return new HashSet<T>(MeteredComparer<T>.Of(comparer));
    }

    [Intercepts("new System.Collections.Generic.HashSet`1.#ctor(System.Collections.Generic.IEnumerable{`0})")]
    public static HashSet<T> Create<T>(IEnumerable<T> items) =>
        Linq.Conversion.ToHashSet(items);

    [Intercepts("new System.Collections.Generic.HashSet`1.#ctor(System.Collections.Generic.IEnumerable{`0},System.Collections.Generic.IEqualityComparer{`0})")]
    public static HashSet<T> Create<T>(IEnumerable<T> items, IEqualityComparer<T> comparer) =>
        Linq.Conversion.ToHashSet(items, comparer);

    [Intercepts("System.Collections.Generic.HashSet`1.Add(`0)")]
    public static bool Add<T>(HashSet<T> self, T item)
    {
        Cost.Item<(T, long)>();
        return self.Add(item);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.Clear")]
    public static void Clear<T>(HashSet<T> self)
    {
        Cost.Visit(self.Count);
        self.Clear();
    }

    [Intercepts("System.Collections.Generic.HashSet`1.ExceptWith(System.Collections.Generic.IEnumerable{`0})")]
    public static void ExceptWith<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        self.ExceptWith(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.IntersectWith(System.Collections.Generic.IEnumerable{`0})")]
    public static void IntersectWith<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        self.IntersectWith(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.UnionWith(System.Collections.Generic.IEnumerable{`0})")]
    public static void UnionWith<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        self.UnionWith(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.IsSubsetOf(System.Collections.Generic.IEnumerable{`0})")]
    public static bool IsSubsetOf<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        return self.IsSubsetOf(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.IsSupersetOf(System.Collections.Generic.IEnumerable{`0})")]
    public static bool IsSupersetOf<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        return self.IsSupersetOf(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.Overlaps(System.Collections.Generic.IEnumerable{`0})")]
    public static bool Overlaps<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        return self.Overlaps(copy);
    }

    [Intercepts("System.Collections.Generic.HashSet`1.SetEquals(System.Collections.Generic.IEnumerable{`0})")]
    public static bool SetEquals<T>(HashSet<T> self, IEnumerable<T> other)
    {
        var copy = Linq.Sequences.Copy(other);
        Cost.Items<(T, long)>(copy.Count);
        Cost.Visit(4L * self.Count);
        return self.SetEquals(copy);
    }
}
