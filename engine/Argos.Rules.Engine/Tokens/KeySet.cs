using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argos.Rules.Engine.Tokens;

/// <summary>The keys of one JWKS document, by <c>kid</c>.</summary>
internal sealed class KeySet
{
    private const int MaximumKeys = 256;

    private readonly FrozenDictionary<string, VerificationKey> _keys;
    private readonly byte[] _text;

    private KeySet(Dictionary<string, VerificationKey> keys, int skipped, byte[] text)
    {
        _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        _text = text;
        Skipped = skipped;
        Generation = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(text));
    }

    /// <summary>Names the content of the document: what was verified with one generation says nothing about another.</summary>
    public UInt128 Generation { get; }

    /// <summary>The number of usable keys.</summary>
    public int Count => _keys.Count;

    /// <summary>The number of members that are no usable key.</summary>
    public int Skipped { get; }

    /// <summary>Whether this set was read from that text.</summary>
    public bool IsFrom(ReadOnlySpan<byte> text) => text.SequenceEqual(_text);

    public VerificationKey? Find(string id) => _keys.GetValueOrDefault(id);

    /// <summary>Reads a JWKS document. One bad key must not take the others with it, so it is skipped and counted.</summary>
    /// <param name="document">The document.</param>
    /// <param name="text">Its text.</param>
    public static KeySet Read(JsonElement document, ReadOnlySpan<byte> text)
    {
        var keys = new Dictionary<string, VerificationKey>(StringComparer.Ordinal);
        var skipped = 0;
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                // Of two keys with one `kid` the first counts: a token never gets a second try.
                if (keys.Count == MaximumKeys || VerificationKeyReader.Read(item) is not { } key || !keys.TryAdd(key.Id, key)) skipped++;
            }
        }
        return new KeySet(keys, skipped, text.ToArray());
    }
}
