using System.Collections.Immutable;
using System.Text.Json;

namespace Argos.Rules.Mgmt.Annotations;

/// <summary>The status annotation as text. Contains no time, so equal results are equal texts.</summary>
internal static class StatusAnnotation
{
    private static readonly ImmutableSortedDictionary<string, ReplicaStatus> Nothing =
        ImmutableSortedDictionary.Create<string, ReplicaStatus>(StringComparer.Ordinal);

    /// <summary>Reads it; what cannot be read counts as nothing, for anybody may write annotations.</summary>
    public static ImmutableSortedDictionary<string, ReplicaStatus> Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Nothing;
        try
        {
            var read = JsonSerializer.Deserialize(text, AnnotationsJson.Default.ImmutableSortedDictionaryStringReplicaStatus) ?? Nothing;
            return read.Where(static replica => replica.Value?.Keys is not null).ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    /// <summary>The keys of which some replica says that they are in force.</summary>
    public static ImmutableHashSet<string> ActiveKeys(string? text) =>
        [.. Read(text).Values.SelectMany(static replica => replica.Keys).Where(static key => key.Value?.CountsAsActive == true).Select(static key => key.Key)];

    /// <summary>The annotation with the entry of one replica replaced, or taken away without a status, and those of replicas that are gone dropped; <see langword="null"/> when nothing is left.</summary>
    public static string? Write(string? text, string replica, ReplicaStatus? status, Func<string, bool> isGone)
    {
        var all = Read(text).Where(other => other.Key != replica && !isGone(other.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return Text(status is null ? all : all.SetItem(replica, status));
    }

    /// <summary>The same annotation as this version would write it.</summary>
    public static string? Normalize(string? text) => Text(Read(text));

    private static string? Text(ImmutableSortedDictionary<string, ReplicaStatus> replicas) => replicas.IsEmpty ? null :
        JsonSerializer.Serialize(replicas, AnnotationsJson.Default.ImmutableSortedDictionaryStringReplicaStatus);
}
