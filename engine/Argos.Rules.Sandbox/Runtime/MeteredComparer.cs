using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Argos.Rules.Sandbox.Metering;

namespace Argos.Rules.Sandbox.Runtime;

/// <summary>
/// How collections of policies compare their keys. A policy can make any number of keys with one hash, or with hashes that fall into one
/// bucket: so hashes are mixed with a number of this process, and each comparison of two keys is a step. The mixing keeps different hashes
/// apart, so what an evaluation is charged does not depend on the process.
/// </summary>
internal sealed class MeteredComparer<T> : IEqualityComparer<T>
{
    private static readonly MeteredComparer<T> Plain = new(EqualityComparer<T>.Default);

    private readonly IEqualityComparer<T> _inner;

    private MeteredComparer(IEqualityComparer<T> inner) => _inner = inner;

    /// <summary>The metered form of a comparer; of the type's own when there is none.</summary>
    public static MeteredComparer<T> Of(IEqualityComparer<T>? given) => given switch
    {
        null => Plain,
        MeteredComparer<T> metered => metered,
        _ => new MeteredComparer<T>(given),
    };

    public bool Equals(T? a, T? b)
    {
        Meter.Step();
        ItemCost.Compare(a, b);
        if (this != Plain) ItemCost.Compare(a, b);
        return _inner.Equals(a, b);
    }

    public int GetHashCode(T item)
    {
        ItemCost.Read(item);
        // Without regard to case it takes longer.
        if (this != Plain) ItemCost.Read(item);
        return item is null ? 0 : HashSeed.Mix(_inner.GetHashCode(item));
    }
}

/// <summary>What it takes to look at an item.</summary>
internal static class ItemCost
{
    /// <summary>Reads all of it: its hash.</summary>
    public static void Read<T>(T item)
    {
        if (typeof(T) == typeof(string)) Cost.Scan(((string?)(object?)item)?.Length ?? 0);
        else if (Kind<T>.IsTuple) Tuple((ITuple)item!);
    }

    /// <summary>Compares two: at most as much as the shorter one has.</summary>
    public static void Compare<T>(T a, T b)
    {
        if (typeof(T) == typeof(string)) Cost.Scan(Math.Min(((string?)(object?)a)?.Length ?? 0, ((string?)(object?)b)?.Length ?? 0));
        else if (Kind<T>.IsTuple) Tuple((ITuple)a!);
    }

    private static void Tuple(ITuple tuple)
    {
        // The box, and those of its numbers.
        Meter.Bytes(64 + (24L * tuple.Length));
        for (var i = 0; i < tuple.Length; i++)
        {
            if (tuple[i] is string text) Cost.Scan(text.Length);
            else if (tuple[i] is ITuple inner) Tuple(inner);
        }
    }

    private static class Kind<T>
    {
        public static readonly bool IsTuple = typeof(T).IsValueType && typeof(ITuple).IsAssignableFrom(typeof(T));
    }
}

/// <summary>Mixes hashes with numbers that nobody outside the process knows. Different hashes stay different.</summary>
internal static class HashSeed
{
    private static readonly uint Factor = (uint)RandomNumberGenerator.GetInt32(int.MaxValue) | 1;
    private static readonly uint Offset = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    public static int Mix(int hash)
    {
        var mixed = ((uint)hash ^ Offset) * Factor;
        mixed ^= mixed >> 15;
        mixed *= Factor;
        return (int)(mixed ^ (mixed >> 13));
    }
}
