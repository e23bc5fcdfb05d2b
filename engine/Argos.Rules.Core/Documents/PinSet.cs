using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Argos.Rules.Contracts.Texts;

namespace Argos.Rules.Core.Documents;

/// <summary>The pinned certificates of one document of the data tree, by region.</summary>
internal sealed class PinSet
{
    private const string Default = "default";
    private const int MaximumCertificates = 256;

    private readonly FrozenDictionary<string, X509Certificate2[]> _byRegion;
    private readonly byte[] _text;

    private PinSet(Dictionary<string, X509Certificate2[]> byRegion, byte[] text)
    {
        _byRegion = byRegion.ToFrozenDictionary(StringComparer.Ordinal);
        _text = text;
        Generation = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(text));
    }

    /// <summary>Names the content of the document: what was verified with one generation says nothing about another.</summary>
    public UInt128 Generation { get; }

    /// <summary>Whether there is any usable certificate.</summary>
    public bool IsUsable => _byRegion.Values.Any(static c => c.Length > 0);

    /// <summary>Whether this set was read from that text.</summary>
    public bool IsFrom(ReadOnlySpan<byte> text) => text.SequenceEqual(_text);

    /// <summary>The certificates of a region; those of <c>default</c> for a region without an entry. An entry that holds nothing usable has none.</summary>
    public X509Certificate2[] Of(string? region) =>
        string.IsNullOrEmpty(region) ? [] : _byRegion.GetValueOrDefault(region) ?? _byRegion.GetValueOrDefault(Default) ?? [];

    /// <summary>Whether a region has an entry of its own.</summary>
    public bool HasRegion(string? region) => region is not null && _byRegion.ContainsKey(region);

    /// <summary>Reads <c>{"default": [PEM, ...], "&lt;region&gt;": PEM}</c>. One bad certificate must not take the others with it: it is left out.</summary>
    public static PinSet Read(JsonElement document, ReadOnlySpan<byte> text)
    {
        var byRegion = new Dictionary<string, X509Certificate2[]>(StringComparer.Ordinal);
        var left = MaximumCertificates;
        foreach (var region in document.EnumerateObject())
        {
            JsonElement[] items = region.Value.ValueKind == JsonValueKind.Array ? [.. region.Value.EnumerateArray()] : [region.Value];
            var certificates = items.Where(static i => i.ValueKind == JsonValueKind.String).SelectMany(static i => Certificates(i.GetString()!)).Take(left).ToArray();
            left -= certificates.Length;
            byRegion[region.Name] = certificates;
        }
        return new PinSet(byRegion, text.ToArray());
    }

    private static X509Certificate2[] Certificates(string pem)
    {
        var collection = new X509Certificate2Collection();
        try
        {
            collection.ImportFromPem(ByteOrderMark.Removed(pem));
            return [.. collection];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
