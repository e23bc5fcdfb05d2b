using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Another sequence of each element.</summary>
public static class Projecting
{
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector)
    {
        var list = Sequences.Start<TResult>();
        foreach (var item in source)
        {
            Meter.Step();
            Sequences.Put(list, selector(item));
        }
        return list;
    }

    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, int, TResult> selector)
    {
        var (list, index) = (Sequences.Start<TResult>(), 0);
        foreach (var item in source)
        {
            Meter.Step();
            Sequences.Put(list, selector(item, index++));
        }
        return list;
    }

    public static IEnumerable<TResult> SelectMany<T, TResult>(this IEnumerable<T> source, Func<T, IEnumerable<TResult>> selector)
    {
        var list = Sequences.Start<TResult>();
        foreach (var item in source)
        {
            Meter.Step();
            foreach (var inner in selector(item))
            {
                Meter.Step();
                Sequences.Put(list, inner);
            }
        }
        return list;
    }

    public static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(this IEnumerable<TFirst> first, IEnumerable<TSecond> second)
    {
        var list = Sequences.Start<(TFirst, TSecond)>();
        using var other = second.GetEnumerator();
        foreach (var item in first)
        {
            Meter.Step();
            if (!other.MoveNext()) break;
            Sequences.Put(list, (item, other.Current));
        }
        return list;
    }
}
