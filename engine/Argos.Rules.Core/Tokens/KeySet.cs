using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argos.Rules.Core.Tokens;

/// <summary>The keys of one JWKS document, by <c>kid</c>.</summary>
internal sealed class KeySet
{
    private const int MaximumKeys = 256;

    private readonly FrozenDictionary<string, VerificationKey[]> _keys;
    private readonly byte[] _text;

    private KeySet(List<VerificationKey> keys, int skipped, byte[] text)
    {
        _keys = keys.OrderByDescending(static k => k.Clearness).GroupBy(static k => k.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);
        Count = keys.Count;
        _text = text;
        Skipped = skipped;
        Generation = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(text));
    }

    /// <summary>Names the content of the document: what was verified with one generation says nothing about another.</summary>
    public UInt128 Generation { get; }

    /// <summary>The number of usable keys.</summary>
    public int Count { get; }

    /// <summary>The number of members that are not a usable key.</summary>
    public int Skipped { get; }

    /// <summary>Whether this set was read from that text.</summary>
    public bool IsFrom(ReadOnlySpan<byte> text) => text.SequenceEqual(_text);

    /// <summary>
    /// The key of that id for an algorithm. Issuers publish a key for encryption and one for signatures, or an RSA and an EC key, under
    /// one id (RFC 7517, 4.5); the first that fits counts, so a token never gets a second try. When none fits it is one that does not.
    /// </summary>
    public VerificationKey? Find(string id, TokenAlgorithm algorithm) =>
        _keys.TryGetValue(id, out var keys) ? Array.Find(keys, k => k.Incompatibility(algorithm) is null) ?? keys[0] : null;

    /// <summary>Reads a JWKS document. One bad key must not take the others with it, so it is skipped and counted.</summary>
    /// <param name="document">The document.</param>
    /// <param name="text">Its text.</param>
    public static KeySet Read(JsonElement document, ReadOnlySpan<byte> text)
    {
        var keys = new List<VerificationKey>();
        var skipped = 0;
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (keys.Count < MaximumKeys && VerificationKeyReader.Read(item) is { } key) keys.Add(key);
                else skipped++;
            }
        }
        return new KeySet(keys, skipped, text.ToArray());
    }
}
