using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Stable sorting. A merge sort of our own: each comparison is a step, and an order that contradicts itself does no harm.</summary>
public static class Ordering
{
    public static IOrderedEnumerable<T> Order<T>(this IEnumerable<T> source) => source.OrderBy(static item => item);

    public static IOrderedEnumerable<T> OrderDescending<T>(this IEnumerable<T> source) => source.OrderByDescending(static item => item);

    public static IOrderedEnumerable<T> OrderBy<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => Sorted(source, By(key));

    public static IOrderedEnumerable<T> OrderByDescending<T, TKey>(this IEnumerable<T> source, Func<T, TKey> key) => Sorted(source, Backwards(By(key)));

    public static IOrderedEnumerable<T> ThenBy<T, TKey>(this IOrderedEnumerable<T> source, Func<T, TKey> key) => Further(source, By(key));

    public static IOrderedEnumerable<T> ThenByDescending<T, TKey>(this IOrderedEnumerable<T> source, Func<T, TKey> key) => Further(source, Backwards(By(key)));

    internal static void Sort<T>(List<T> items, Comparison<T> order)
    {
        Cost.Items<T>(items.Count);
        var (from, into) = (items.ToArray(), new T[items.Count]);
        for (var width = 1; width < from.Length; width *= 2)
        {
            for (var start = 0; start < from.Length; start += 2 * width) Merge(from, into, start, width, order);
            (from, into) = (into, from);
        }
        for (var i = 0; i < from.Length; i++) items[i] = from[i];
    }

    private static void Merge<T>(T[] from, T[] into, int start, int width, Comparison<T> order)
    {
        var (middle, end) = (Math.Min(start + width, from.Length), Math.Min(start + (2 * width), from.Length));
        var (left, right) = (start, middle);
        for (var at = start; at < end; at++)
        {
            Meter.Step();
            into[at] = left < middle && (right >= end || order(from[left], from[right]) <= 0) ? from[left++] : from[right++];
        }
    }

    private static Comparison<T> By<T, TKey>(Func<T, TKey> key) => (a, b) => Sequences.Compare(key(a), key(b));

    private static Comparison<T> Backwards<T>(Comparison<T> order) => (a, b) => order(b, a);

    private static IOrderedEnumerable<T> Further<T>(IOrderedEnumerable<T> source, Comparison<T> then)
    {
        var first = source.Order;
        // Each further key makes the comparison one call deeper.
        Meter.Enter();
        return Sorted(source, (a, b) =>
        {
            Meter.Enter();
            return first(a, b) is not 0 and var decided ? decided : then(a, b);
        });
    }

    private static IOrderedEnumerable<T> Sorted<T>(IEnumerable<T> source, Comparison<T> order)
    {
        var list = Sequences.Copy(source);
        Sort(list, order);
        return new IOrderedEnumerable<T>(list, order);
    }
}
