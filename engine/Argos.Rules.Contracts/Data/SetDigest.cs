using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argos.Rules.Contracts.Data;

/// <summary>
/// The digest of a set of keyed contents: the sum, modulo 2^128, of the first 16 bytes of SHA-256 over each key and content.
/// It does not depend on order, and one change updates it without looking at the rest. It finds drift between two honest
/// processes; it is not a protection against a forger.
/// </summary>
/// <param name="Count">The number of members.</param>
/// <param name="Sum">The sum of the members' hashes.</param>
public readonly record struct SetDigest(int Count, UInt128 Sum)
{
    private const int OnStack = 1024;

    /// <summary>The digest of nothing.</summary>
    public static SetDigest Empty => default;

    /// <summary>The sum as 32 lower-case hex digits.</summary>
    public string Hex => Sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The hash of one member: its key (a policy id, or a data path between slashes), a NUL, its content as sent.</summary>
    public static UInt128 HashOf(string key, ReadOnlySpan<byte> content)
    {
        // In one piece: for an object of a kilobyte, setting up a hash that takes pieces costs more than hashing.
        var length = Encoding.UTF8.GetByteCount(key) + 1 + content.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented is null ? stackalloc byte[OnStack] : rented;
        var start = Encoding.UTF8.GetBytes(key, text);
        text[start] = 0;
        content.CopyTo(text[(start + 1)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The digest of the set with one more member.</summary>
    public SetDigest Add(UInt128 member) => new(Count + 1, unchecked(Sum + member));

    /// <summary>The digest of the set with one member less.</summary>
    public SetDigest Remove(UInt128 member) => new(Count - 1, unchecked(Sum - member));

    /// <summary>The digest of two sets that share no key.</summary>
    public SetDigest Add(SetDigest other) => new(Count + other.Count, unchecked(Sum + other.Sum));

    /// <summary>The digest without the members of <paramref name="other"/>.</summary>
    public SetDigest Remove(SetDigest other) => new(Count - other.Count, unchecked(Sum - other.Sum));

    /// <summary>Count and sum, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}:{Hex}");
}
