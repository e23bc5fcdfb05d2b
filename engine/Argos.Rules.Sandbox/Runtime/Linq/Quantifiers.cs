using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Questions about a sequence.</summary>
public static class Quantifiers
{
    public static bool Any<T>(this IEnumerable<T> source)
    {
        using var walk = source.GetEnumerator();
        return walk.MoveNext();
    }

    public static bool Any<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var item in source)
        {
            Meter.Step();
            if (predicate(item)) return true;
        }
        return false;
    }

    public static bool All<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var item in source)
        {
            Meter.Step();
            if (!predicate(item)) return false;
        }
        return true;
    }

    public static bool Contains<T>(this IEnumerable<T> source, T value)
    {
        foreach (var item in source)
        {
            if (MeteredComparer<T>.Of(null).Equals(item, value)) return true;
        }
        return false;
    }

    /// <summary>Of its own, because the language would else take the one for spans.</summary>
    public static bool Contains<T>(this T[] source, T value) => ((IEnumerable<T>)source).Contains(value);

    public static bool Contains<T>(this IEnumerable<T> source, T value, IEqualityComparer<T> comparer)
    {
        var metered = MeteredComparer<T>.Of(comparer);
        foreach (var item in source)
        {
            if (metered.Equals(item, value)) return true;
        }
        return false;
    }

    public static bool SequenceEqual<T>(this IEnumerable<T> first, IEnumerable<T> second)
    {
        using var other = second.GetEnumerator();
        foreach (var item in first)
        {
            if (!other.MoveNext() || !MeteredComparer<T>.Of(null).Equals(item, other.Current)) return false;
        }
        return !other.MoveNext();
    }

    /// <inheritdoc cref="Contains{T}(T[], T)"/>
    public static bool SequenceEqual<T>(this T[] first, IEnumerable<T> second) => ((IEnumerable<T>)first).SequenceEqual(second);

    public static int Count<T>(this IEnumerable<T> source)
    {
        if (source is IReadOnlyCollection<T> known) return known.Count;
        return source.Count(static _ => true);
    }

    public static int Count<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        var count = 0;
        foreach (var item in source)
        {
            Meter.Step();
            if (predicate(item)) count++;
        }
        return count;
    }
}
