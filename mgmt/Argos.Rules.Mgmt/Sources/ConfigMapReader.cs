using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Mgmt.Annotations;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>
/// Reads ConfigMaps. A key whose value is not text breaks that key only; what tells which ConfigMap it is, and of which kind, has to be
/// right.
/// </summary>
internal sealed class ConfigMapReader : IObjectReader<ConfigMap>
{
    /// <summary>What is said of a key that stands in <c>binaryData</c>: kubectl puts a file there that was saved in another encoding.</summary>
    public const string NoText = "the key is no UTF-8 text (it stands in `binaryData`); save the file as UTF-8 and apply it again";

    private const string Twice = "the key stands in both `data` and `binaryData`; remove one of them";
    private const string HalfPair = "the text holds half a surrogate pair; write the whole character";
    private const char ByteOrderMark = '\uFEFF';

    public ConfigMap? Read(JsonElement subject, out string? problem)
    {
        try
        {
            return ReadWhole(subject, out problem);
        }
        catch (InvalidOperationException)
        {
            // Also in the name of a member, which then cannot even be compared.
            problem = HalfPair;
            return null;
        }
    }

    private static ConfigMap? ReadWhole(JsonElement subject, out string? problem)
    {
        var metadata = Member(subject, "metadata");
        problem = ProblemOf(metadata);
        if (problem is not null) return null;
        var annotations = Member(metadata, "annotations");
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var broken = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        problem = ReadData(Member(subject, "data"), texts, broken) ?? ReadBinary(Member(subject, "binaryData"), texts, broken);
        if (problem is not null) return null;
        return new ConfigMap(new ObjectName(Text(metadata, "namespace") ?? "", Text(metadata, "name")!))
        {
            ResourceVersion = Text(metadata, "resourceVersion") ?? "",
            Uid = Text(metadata, "uid") ?? "",
            Path = Text(annotations, AnnotationNames.Path),
            Status = Text(annotations, AnnotationNames.Status),
            Data = texts.ToImmutable(),
            Broken = broken.ToImmutable(),
        };
    }

    private static string? ProblemOf(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object) return "`metadata` is missing, or no mapping";
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "resourceVersion", "uid"])
            if (Member(metadata, name) is { ValueKind: not JsonValueKind.Undefined } value && JsonTypes.Text($"metadata.{name}", value) is { } problem) return problem;
        if (Text(metadata, "name") is not { Length: > 0 }) return "`metadata.name` is missing";
        foreach (var name in (ReadOnlySpan<string>)["labels", "annotations"])
            if (Member(metadata, name) is { ValueKind: not JsonValueKind.Undefined } map && JsonTypes.Texts($"metadata.{name}", map) is { } problem) return problem;
        return null;
    }

    private static string? ReadData(JsonElement data, ImmutableSortedDictionary<string, string>.Builder texts, ImmutableSortedDictionary<string, string>.Builder broken)
    {
        if (data.ValueKind == JsonValueKind.Undefined) return null;
        if (data.ValueKind != JsonValueKind.Object) return JsonTypes.Wrong("data", "a mapping of keys to texts", data);
        foreach (var member in data.EnumerateObject())
        {
            if (JsonTypes.Text($"data.{member.Name}", member.Value) is not { } wrong) AddText(member, texts, broken);
            else broken[member.Name] = member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? $"{wrong}: write `{member.Name}: |` and the content indented below it" : wrong;
        }
        return null;
    }

    private static string? ReadBinary(JsonElement data, ImmutableSortedDictionary<string, string>.Builder texts, ImmutableSortedDictionary<string, string>.Builder broken)
    {
        if (data.ValueKind == JsonValueKind.Undefined) return null;
        if (data.ValueKind != JsonValueKind.Object) return JsonTypes.Wrong("binaryData", "a mapping of keys to base64 texts", data);
        foreach (var member in data.EnumerateObject()) broken[member.Name] = texts.Remove(member.Name) ? Twice : NoText;
        return null;
    }

    private static void AddText(JsonProperty member, ImmutableSortedDictionary<string, string>.Builder texts, ImmutableSortedDictionary<string, string>.Builder broken)
    {
        try
        {
            // Editors of Windows write a mark before the text, and kubectl takes it along.
            texts[member.Name] = member.Value.GetString()!.TrimStart(ByteOrderMark);
        }
        catch (InvalidOperationException)
        {
            broken[member.Name] = HalfPair;
        }
    }

    private static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    // One that is null is not there.
    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : default;
}
