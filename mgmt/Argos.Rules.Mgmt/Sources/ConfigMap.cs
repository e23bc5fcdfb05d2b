using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>What is kept of a ConfigMap. Script files of a directory come in the same shape: no namespace, their folder as the name, their file name as the key.</summary>
internal sealed class ConfigMap : Stored
{
    private readonly Lazy<UInt128> _fingerprint;

    /// <param name="name">Its namespace and name.</param>
    public ConfigMap(ObjectName name) => (Name, _fingerprint) = (name, new Lazy<UInt128>(Hash));

    public override ObjectName Name { get; }

    /// <summary>The texts by key.</summary>
    public required ImmutableSortedDictionary<string, string> Data { get; init; }

    /// <summary>The keys that hold bytes which are no UTF-8 text (<c>binaryData</c>): kubectl puts a file there that was saved in another encoding.</summary>
    public ImmutableSortedSet<string> Binary { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>All keys, in order; without a text where there is none.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Keys =>
        Data.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Concat(Binary.Select(static key => KeyValuePair.Create(key, (string?)null))).OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The path annotation.</summary>
    public string? Path { get; init; }

    /// <summary>The status annotation.</summary>
    public string? Status { get; init; }

    /// <summary>The version of the object; empty when it is no object of a cluster.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>The keys that were in force according to the status annotation.</summary>
    public ImmutableHashSet<string> ActiveKeys => StatusAnnotation.ActiveKeys(Status);

    public override UInt128 Fingerprint => _fingerprint.Value;

    /// <summary>The id of the policy that a key holds.</summary>
    public string IdOf(string key) => string.Join('/', new[] { Name.Namespace, Name.Name, key }.Where(static part => part.Length > 0));

    /// <summary>Reads the object as the API server or a manifest has it; <see langword="null"/> when it has no name.</summary>
    public static ConfigMap? Read(JsonElement subject)
    {
        if (ObjectMetadata.NameOf(subject) is not { } name) return null;
        var annotations = subject.GetProperty("metadata").TryGetProperty("annotations", out var found) ? Texts(found) : Texts(default);
        return new ConfigMap(name)
        {
            ResourceVersion = ObjectMetadata.Text(subject, "resourceVersion"),
            Path = annotations.GetValueOrDefault(AnnotationNames.Path),
            Status = annotations.GetValueOrDefault(AnnotationNames.Status),
            Data = Texts(subject.TryGetProperty("data", out var data) ? data : default),
            Binary = [.. Texts(subject.TryGetProperty("binaryData", out var bytes) ? bytes : default).Keys],
        };
    }

    private static ImmutableSortedDictionary<string, string> Texts(JsonElement map) =>
        (map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.String) : [])
            .ToImmutableSortedDictionary(static member => member.Name, static member => member.Value.GetString()!, StringComparer.Ordinal);

    private UInt128 Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { ResourceVersion, Path ?? "\u0001", Status ?? "\u0001" }.Concat(Data.SelectMany(static pair => new[] { pair.Key, pair.Value })).Concat(Binary))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            sha.AppendData(BitConverter.GetBytes(bytes.Length));
            sha.AppendData(bytes);
        }
        return SetDigest.HashOf("", sha.GetHashAndReset());
    }
}
