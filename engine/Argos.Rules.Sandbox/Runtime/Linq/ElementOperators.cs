using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>One element of a sequence.</summary>
public static class ElementOperators
{
    public static T First<T>(this IEnumerable<T> source) => Find(source, static _ => true, last: false, out var item) ? item! : throw None();

    public static T First<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Find(source, predicate, last: false, out var item) ? item! : throw None();

    public static T? FirstOrDefault<T>(this IEnumerable<T> source) => Find(source, static _ => true, last: false, out var item) ? item : default;

    public static T? FirstOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Find(source, predicate, last: false, out var item) ? item : default;

    public static T Last<T>(this IEnumerable<T> source) => Find(source, static _ => true, last: true, out var item) ? item! : throw None();

    public static T Last<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Find(source, predicate, last: true, out var item) ? item! : throw None();

    public static T? LastOrDefault<T>(this IEnumerable<T> source) => Find(source, static _ => true, last: true, out var item) ? item : default;

    public static T? LastOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Find(source, predicate, last: true, out var item) ? item : default;

    public static T Single<T>(this IEnumerable<T> source) => source.Single(static _ => true);

    public static T Single<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Only(source, predicate, out var item) ? item! : throw None();

    public static T? SingleOrDefault<T>(this IEnumerable<T> source) => source.SingleOrDefault(static _ => true);

    public static T? SingleOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate) => Only(source, predicate, out var item) ? item : default;

    public static T ElementAt<T>(this IEnumerable<T> source, int index)
    {
        var at = 0;
        foreach (var item in source)
        {
            Meter.Step();
            if (at++ == index) return item;
        }
        throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static bool Find<T>(IEnumerable<T> source, Func<T, bool> predicate, bool last, out T? found)
    {
        (found, var any) = (default, false);
        foreach (var item in source)
        {
            Meter.Step();
            if (!predicate(item)) continue;
            (found, any) = (item, true);
            if (!last) break;
        }
        return any;
    }

    private static bool Only<T>(IEnumerable<T> source, Func<T, bool> predicate, out T? found)
    {
        (found, var any) = (default, false);
        foreach (var item in source)
        {
            Meter.Step();
            if (!predicate(item)) continue;
            if (any) throw new InvalidOperationException("the sequence has more than one such element");
            (found, any) = (item, true);
        }
        return any;
    }

    private static InvalidOperationException None() => new("the sequence has no such element");
}
