namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>Lists: growth is charged before it happens, and so is a walk over the elements.</summary>
public static class ListIntrinsics
{
    [Intercepts("new System.Collections.Generic.List`1.#ctor(System.Int32)")]
    public static List<T> Create<T>(int capacity)
    {
        Cost.Items<T>(Math.Max(capacity, 0));
        return new List<T>(capacity);
    }

    [Intercepts("new System.Collections.Generic.List`1.#ctor(System.Collections.Generic.IEnumerable{`0})")]
    public static List<T> Create<T>(IEnumerable<T> items) =>
        Linq.Sequences.Copy(items);

    [Intercepts("System.Collections.Generic.List`1.Add(`0)")]
    public static void Add<T>(List<T> self, T item)
    {
        Cost.Item<T>();
        self.Add(item);
    }

    [Intercepts("System.Collections.Generic.List`1.AddRange(System.Collections.Generic.IEnumerable{`0})")]
    public static void AddRange<T>(List<T> self, IEnumerable<T> items)
    {
        var copy = Linq.Sequences.Copy(items);
        Cost.Items<T>(copy.Count);
        self.AddRange(copy);
    }

    [Intercepts("System.Collections.Generic.List`1.Clear")]
    public static void Clear<T>(List<T> self)
    {
        Cost.Visit(self.Count);
        self.Clear();
    }

    [Intercepts("System.Collections.Generic.List`1.Contains(`0)")]
    public static bool Contains<T>(List<T> self, T item)
    {
        return IndexOf(self, item) >= 0;
    }

    [Intercepts("System.Collections.Generic.List`1.IndexOf(`0)")]
    public static int IndexOf<T>(List<T> self, T item)
    {
        var comparer = MeteredComparer<T>.Of(null);
        for (var i = 0; i < self.Count; i++)
        {
            if (comparer.Equals(self[i], item)) return i;
        }
        return -1;
    }

    [Intercepts("System.Collections.Generic.List`1.Insert(System.Int32,`0)")]
    public static void Insert<T>(List<T> self, int index, T item)
    {
        Cost.Item<T>();
        Cost.Visit(self.Count);
        self.Insert(index, item);
    }

    [Intercepts("System.Collections.Generic.List`1.Remove(`0)")]
    public static bool Remove<T>(List<T> self, T item)
    {
        var index = IndexOf(self, item);
        if (index < 0) return false;
        Cost.Visit(self.Count);
        self.RemoveAt(index);
        return true;
    }

    [Intercepts("System.Collections.Generic.List`1.RemoveAt(System.Int32)")]
    public static void RemoveAt<T>(List<T> self, int index)
    {
        Cost.Visit(self.Count);
        self.RemoveAt(index);
    }

    [Intercepts("System.Collections.Generic.List`1.Reverse")]
    public static void Reverse<T>(List<T> self)
    {
        Cost.Visit(self.Count);
        self.Reverse();
    }

    [Intercepts("System.Collections.Generic.List`1.ToArray")]
    public static T[] ToArray<T>(List<T> self)
    {
        Cost.Items<T>(self.Count);
        return [.. self];
    }
}
