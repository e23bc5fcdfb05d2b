using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>One value of a whole sequence.</summary>
public static class Aggregation
{
    public static int Sum(this IEnumerable<int> source) => source.Aggregate(0, static (sum, item) => checked(sum + item));

    public static long Sum(this IEnumerable<long> source) => source.Aggregate(0L, static (sum, item) => checked(sum + item));

    public static int Sum<T>(this IEnumerable<T> source, Func<T, int> selector) => source.Select(selector).Sum();

    public static long Sum<T>(this IEnumerable<T> source, Func<T, long> selector) => source.Select(selector).Sum();

    public static T? Max<T>(this IEnumerable<T> source) => source.Extreme(1);

    public static TResult? Max<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector) => source.Select(selector).Extreme(1);

    public static T? Min<T>(this IEnumerable<T> source) => source.Extreme(-1);

    public static TResult? Min<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector) => source.Select(selector).Extreme(-1);

    public static T? MaxBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => source.OrderByDescending(key).FirstOrDefault();

    public static T? MinBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => source.OrderBy(key).FirstOrDefault();

    public static TValue Aggregate<T, TValue>(this IEnumerable<T> source, TValue seed, Func<TValue, T, TValue> step)
    {
        var value = seed;
        foreach (var item in source)
        {
            Meter.Step();
            value = step(value, item);
        }
        return value;
    }

    private static T? Extreme<T>(this IEnumerable<T> source, int sign)
    {
        var (best, any) = (default(T), false);
        foreach (var item in source)
        {
            Meter.Step();
            if (any && sign * Sequences.Compare(item, best) <= 0) continue;
            (best, any) = (item, true);
        }
        // As in LINQ: nothing of nothing for texts, a failure for numbers.
        return any || default(T) is null ? best : throw new InvalidOperationException("the sequence is empty");
    }
}
