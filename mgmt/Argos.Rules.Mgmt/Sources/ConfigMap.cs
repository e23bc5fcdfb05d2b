using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>What is kept of a ConfigMap. Script files of a directory come in the same shape: no namespace, their folder as the name, their file name as the key.</summary>
internal sealed class ConfigMap : CachedObject
{
    private readonly Lazy<UInt128> _fingerprint;

    /// <param name="name">Its namespace and name.</param>
    public ConfigMap(ObjectName name) => (Name, _fingerprint) = (name, new Lazy<UInt128>(Hash));

    public override ObjectName Name { get; }

    /// <summary>The texts by key.</summary>
    public required ImmutableSortedDictionary<string, string> Data { get; init; }

    /// <summary>The keys that hold no text, with the reason, which says what to do.</summary>
    public ImmutableSortedDictionary<string, string> Broken { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>All keys, in order, also those without a text.</summary>
    public IEnumerable<string> Keys => Data.Keys.Concat(Broken.Keys).Order(StringComparer.Ordinal);

    /// <summary>The path annotation.</summary>
    public string? Path { get; init; }

    /// <summary>The status annotation.</summary>
    public string? Status { get; init; }

    /// <summary>The version of the object; empty when it is not an object of a cluster.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>The uid of the object, by which events are found; empty when it is not an object of a cluster.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The keys that were in force according to the status annotation.</summary>
    public ImmutableHashSet<string> ActiveKeys => StatusAnnotation.ActiveKeys(Status);

    public override UInt128 Fingerprint => _fingerprint.Value;

    /// <summary>The id of the policy that a key holds.</summary>
    public string IdOf(string key) => string.Join('/', new[] { Name.Namespace, Name.Name, key }.Where(static part => part.Length > 0));

    private UInt128 Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { ResourceVersion, Path ?? "\u0001", Status ?? "\u0001" }.Concat(Data.Concat(Broken).SelectMany(static pair => new[] { pair.Key, pair.Value })))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            sha.AppendData(BitConverter.GetBytes(bytes.Length));
            sha.AppendData(bytes);
        }
        return SetDigest.HashOf("", sha.GetHashAndReset());
    }
}
