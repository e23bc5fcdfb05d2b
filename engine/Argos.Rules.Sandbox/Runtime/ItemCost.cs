using System.Runtime.CompilerServices;
using Argos.Rules.Language;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime;

/// <summary>What it takes to look at an item: its hash, and its comparison with another one.</summary>
internal static class ItemCost
{
    /// <summary>Reads all of it: its hash.</summary>
    public static void Read<T>(T item)
    {
        if (typeof(T) == typeof(string)) Cost.Scan(((string?)(object?)item)?.Length ?? 0);
        else if (Kind<T>.IsComposite) Weigh(item);
    }

    /// <summary>Compares two: at most as much as the shorter one has.</summary>
    public static void Compare<T>(T a, T b)
    {
        if (typeof(T) == typeof(string)) Cost.Scan(Math.Min(((string?)(object?)a)?.Length ?? 0, ((string?)(object?)b)?.Length ?? 0));
        else if (Kind<T>.IsComposite) Weigh(a);
    }

    private static void Weigh(object? item)
    {
        switch (item)
        {
            case null:
                break;
            case string text:
                Cost.Scan(text.Length);
                break;
            case IComparedByContent content:
                Meter.Step();
                Cost.Scan(content.Characters);
                break;
            case ITuple tuple:
                // The box, and those of its numbers.
                Meter.Bytes(64 + (24L * tuple.Length));
                for (var i = 0; i < tuple.Length; i++) Weigh(tuple[i]);
                break;
            default:
                Reflect(item);
                break;
        }
    }

    /// <summary>A struct without an equality of its own is compared by reflection, field by field.</summary>
    private static void Reflect(object item)
    {
        var type = item.GetType();
        if (!Composite.ComparesByReflection(type)) return;
        Meter.Bytes(512);
        Meter.Steps(16);
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(KeyValuePair<,>)) return;
        Weigh(type.GetProperty("Key")!.GetValue(item));
        Weigh(type.GetProperty("Value")!.GetValue(item));
    }

    private static class Kind<T>
    {
        public static readonly bool IsComposite = Composite.Is(typeof(T));
    }

    private static class Composite
    {
        /// <summary>Whether items of a type may be as large as a policy makes them, or dear to compare.</summary>
        public static bool Is(Type type) =>
            typeof(IComparedByContent).IsAssignableFrom(type)
            || (type.IsValueType && typeof(ITuple).IsAssignableFrom(type))
            || (Nullable.GetUnderlyingType(type) is { } inner ? Is(inner) : ComparesByReflection(type));

        public static bool ComparesByReflection(Type type) =>
            type is { IsValueType: true, IsPrimitive: false, IsEnum: false }
                && type.GetMethod(nameof(GetHashCode), [])!.DeclaringType == typeof(ValueType);
    }
}
