using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Collections out of a sequence.</summary>
public static class Conversion
{
    public static List<T> ToList<T>(this IEnumerable<T> source) => Sequences.Copy(source);

    public static T[] ToArray<T>(this IEnumerable<T> source)
    {
        var list = Sequences.Copy(source);
        Cost.Items<T>(list.Count);
        return [.. list];
    }

    public static HashSet<T> ToHashSet<T>(this IEnumerable<T> source) => Fill(source, new HashSet<T>(MeteredComparer<T>.Of(null)));

    public static HashSet<T> ToHashSet<T>(this IEnumerable<T> source, IEqualityComparer<T> comparer) => Fill(source, new HashSet<T>(MeteredComparer<T>.Of(comparer)));

    public static Dictionary<TKey, T> ToDictionary<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) where TKey : notnull => source.ToDictionary(key, static item => item);

    public static Dictionary<TKey, TValue> ToDictionary<T, TKey, TValue>(this IEnumerable<T> source, Func<T, TKey> key, Func<T, TValue> value) where TKey : notnull
    {
        var made = new Dictionary<TKey, TValue>(MeteredComparer<TKey>.Of(null));
        foreach (var item in source)
        {
            Meter.Step();
            Cost.Item<(TKey, TValue, long)>();
            made.Add(key(item), value(item));
        }
        return made;
    }

    public static IEnumerable<IGrouping<TKey, T>> GroupBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) where TKey : notnull
    {
        var (groups, order) = (new Dictionary<TKey, List<T>>(MeteredComparer<TKey>.Of(null)), Sequences.Start<IGrouping<TKey, T>>());
        foreach (var item in source)
        {
            Meter.Step();
            var name = key(item);
            if (!groups.TryGetValue(name, out var members))
            {
                Cost.Item<(TKey, long, long)>();
                groups.Add(name, members = Sequences.Start<T>());
                Sequences.Put(order, new IGrouping<TKey, T>(name, members));
            }
            Sequences.Put(members, item);
        }
        return order;
    }

    private static HashSet<T> Fill<T>(IEnumerable<T> source, HashSet<T> set)
    {
        foreach (var item in source)
        {
            Meter.Step();
            Cost.Item<(T, long)>();
            set.Add(item);
        }
        return set;
    }
}
