using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Parts of a sequence.</summary>
public static class Filtering
{
    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        var list = Sequences.Start<T>();
        foreach (var item in source)
        {
            Meter.Step();
            if (predicate(item)) Sequences.Put(list, item);
        }
        return list;
    }

    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)
    {
        var (list, index) = (Sequences.Start<T>(), 0);
        foreach (var item in source)
        {
            Meter.Step();
            if (predicate(item, index++)) Sequences.Put(list, item);
        }
        return list;
    }

    public static IEnumerable<T> Skip<T>(this IEnumerable<T> source, int count) => source.Where((_, i) => i >= count);

    public static IEnumerable<T> Take<T>(this IEnumerable<T> source, int count)
    {
        var list = Sequences.Start<T>();
        if (count <= 0) return list;
        foreach (var item in source)
        {
            Meter.Step();
            Sequences.Put(list, item);
            if (list.Count >= count) break;
        }
        return list;
    }

    public static IEnumerable<T> TakeWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        var list = Sequences.Start<T>();
        foreach (var item in source)
        {
            Meter.Step();
            if (!predicate(item)) break;
            Sequences.Put(list, item);
        }
        return list;
    }

    public static IEnumerable<T> SkipWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        var skipping = true;
        return source.Where(item => !(skipping = skipping && predicate(item)));
    }
}
