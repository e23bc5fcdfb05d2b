namespace Argos.Rules.Sandbox.Runtime.Intrinsics;

/// <summary>The equality of records: the compiler writes it, and it compares texts as long as a policy makes them.</summary>
public static class EqualityIntrinsics
{
    [Intercepts("System.Collections.Generic.EqualityComparer`1.Equals(`0,`0)")]
    public static bool Equal<T>(EqualityComparer<T> self, T? a, T? b)
    {
        ItemCost.Compare(a, b);
        return self.Equals(a, b);
    }

    [Intercepts("System.Collections.Generic.EqualityComparer`1.GetHashCode(`0)")]
    public static int Hash<T>(EqualityComparer<T> self, T item)
    {
        ItemCost.Read(item);
        return self.GetHashCode(item!);
    }
}
