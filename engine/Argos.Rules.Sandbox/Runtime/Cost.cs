using System.Runtime.CompilerServices;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime;

/// <summary>What the intrinsics charge, before they work.</summary>
internal static class Cost
{
    /// <summary>A new text of so many characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Text(long characters)
    {
        Meter.Bytes(32 + (2 * characters));
        if (characters >= 64) Meter.Steps(characters >> 6);
    }

    /// <summary>A look at so many characters or bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scan(long characters)
    {
        if (characters >= 64) Meter.Steps(characters >> 6);
    }

    /// <summary>A search of a text for another one: the worst case is a product.</summary>
    public static void Search(int length, int sought) => Meter.Steps(((long)length * (sought + 16)) >> 10);

    /// <summary>So many elements of a collection.</summary>
    public static void Items<T>(long count)
    {
        Meter.Bytes(32 + (count * (Unsafe.SizeOf<T>() + 8)));
        Meter.Steps(count);
    }

    /// <summary>One more element, with the growth of what holds it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Item<T>() => Meter.Bytes(8 + (2 * Unsafe.SizeOf<T>()));

    /// <summary>A look at so many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Visit(long count) => Meter.Steps(count >> 2);
}
