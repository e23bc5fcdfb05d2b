using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>One sequence of several, and sets.</summary>
public static class SetOperators
{
    public static IEnumerable<T> Append<T>(this IEnumerable<T> source, T element)
    {
        var list = Sequences.Copy(source);
        Sequences.Put(list, element);
        return list;
    }

    public static IEnumerable<T> Prepend<T>(this IEnumerable<T> source, T element)
    {
        var list = Sequences.Start<T>();
        Sequences.Put(list, element);
        return Continue(list, source);
    }

    public static IEnumerable<T> Concat<T>(this IEnumerable<T> first, IEnumerable<T> second) => Continue(Sequences.Copy(first), second);

    public static IEnumerable<T> Distinct<T>(this IEnumerable<T> source) => Fill([], source, new HashSet<T>(MeteredComparer<T>.Of(null)));

    public static IEnumerable<T> Distinct<T>(this IEnumerable<T> source, IEqualityComparer<T> comparer) => Fill([], source, new HashSet<T>(MeteredComparer<T>.Of(comparer)));

    public static IEnumerable<T> Union<T>(this IEnumerable<T> first, IEnumerable<T> second)
    {
        var seen = new HashSet<T>(MeteredComparer<T>.Of(null));
        return Fill(Fill([], first, seen), second, seen);
    }

    public static IEnumerable<T> Except<T>(this IEnumerable<T> first, IEnumerable<T> second) => Fill([], first, second.ToHashSet());

    public static IEnumerable<T> Intersect<T>(this IEnumerable<T> first, IEnumerable<T> second)
    {
        var wanted = second.ToHashSet();
        return first.Where(wanted.Remove);
    }

    public static IEnumerable<T> Reverse<T>(this IEnumerable<T> source)
    {
        var list = Sequences.Copy(source);
        list.Reverse();
        return list;
    }

    /// <summary>Of its own, because the language would else take the one for spans, which works in place.</summary>
    public static IEnumerable<T> Reverse<T>(this T[] source) => ((IEnumerable<T>)source).Reverse();

    private static List<T> Continue<T>(List<T> list, IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            Meter.Step();
            Sequences.Put(list, item);
        }
        return list;
    }

    private static List<T> Fill<T>(List<T> list, IEnumerable<T> source, HashSet<T> seen)
    {
        foreach (var item in source)
        {
            Meter.Step();
            Cost.Item<(T, long)>();
            if (seen.Add(item)) Sequences.Put(list, item);
        }
        return list;
    }
}
