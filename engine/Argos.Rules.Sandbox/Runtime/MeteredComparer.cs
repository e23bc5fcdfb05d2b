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
