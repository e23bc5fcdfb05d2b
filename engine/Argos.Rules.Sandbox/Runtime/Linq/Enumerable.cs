using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime.Linq;

/// <summary>Sequences out of nothing.</summary>
public static class Enumerable
{
    public static IEnumerable<T> Empty<T>() => [];

    public static IEnumerable<int> Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var list = Sequences.Start<int>();
        for (var i = 0; i < count; i++)
        {
            Meter.Step();
            Sequences.Put(list, checked(start + i));
        }
        return list;
    }

    public static IEnumerable<T> Repeat<T>(T element, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var list = Sequences.Start<T>();
        for (var i = 0; i < count; i++)
        {
            Meter.Step();
            Sequences.Put(list, element);
        }
        return list;
    }
}
