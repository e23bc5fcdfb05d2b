using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>
/// The base of the metered sequence methods. They have the names and types of LINQ but work at once: nothing is left over
/// that could run later, outside the meter, and no chain of pending steps can grow deep.
/// </summary>
public static class Sequences
{
    /// <summary>The sequence itself.</summary>
    public static IEnumerable<T> AsEnumerable<T>(this IEnumerable<T> source) => source;

    internal static List<T> Start<T>()
    {
        Meter.Bytes(56);
        return [];
    }

    internal static void Put<T>(List<T> list, T item)
    {
        Cost.Item<T>();
        list.Add(item);
    }

    internal static List<T> Copy<T>(IEnumerable<T> source)
    {
        var list = Start<T>();
        foreach (var item in source)
        {
            Meter.Step();
            Put(list, item);
        }
        return list;
    }

    /// <summary>Compares two items, which is charged. Texts are compared ordinally everywhere.</summary>
    internal static int Compare<T>(T? a, T? b)
    {
        ItemCost.Compare(a, b);
        return typeof(T) == typeof(string) ? string.CompareOrdinal((string?)(object?)a, (string?)(object?)b) : Comparer<T>.Default.Compare(a, b);
    }
}
