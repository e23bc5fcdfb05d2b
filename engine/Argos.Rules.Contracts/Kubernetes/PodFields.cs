using System.Collections.Immutable;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Contracts.Kubernetes;

/// <summary>The fields that <see cref="Pod"/> reads of a Kubernetes pod, and of which type they are. Replication never leaves one out: a check would take it for missing.</summary>
internal static class PodFields
{
    private static readonly ImmutableArray<PodField> Typed =
    [
        new("metadata.name", PodFieldType.Text),
        new("metadata.namespace", PodFieldType.Text),
        new("metadata.uid", PodFieldType.Text),
        new("metadata.resourceVersion", PodFieldType.Text),
        new("metadata.labels", PodFieldType.TextMap),
        new("metadata.deletionTimestamp", PodFieldType.Time),
        new("metadata.creationTimestamp", PodFieldType.Time),
        new("spec.serviceAccountName", PodFieldType.Text),
        new("spec.nodeName", PodFieldType.Text),
        new("spec.hostNetwork", PodFieldType.Flag),
        new("status.phase", PodFieldType.Text),
        new("status.podIP", PodFieldType.Text),
        new("status.podIPs", PodFieldType.Addresses),
        new("status.hostIP", PodFieldType.Text),
        new("status.hostIPs", PodFieldType.Addresses),
        new("status.startTime", PodFieldType.Time),
    ];

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Paths { get; } = [.. Typed.Select(static field => field.Path)];

    /// <summary>What is wrong with the types of a pod's fields, with the field's name; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(JsonElement pod)
    {
        foreach (var field in Typed)
            if (Problem(pod, field) is { } problem) return problem;
        return null;
    }

    /// <summary>What is wrong with a list of further fields, one line each.</summary>
    public static IEnumerable<string> ProblemsOfNames(IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            if (field.Split('.').Any(static name => name.Length == 0))
                yield return $"`{field}` is not a field; write names between dots, such as `metadata.labels`";
            else if (field is "metadata" || field.StartsWith("metadata.managedFields", StringComparison.Ordinal))
                yield return $"`{field}` would replicate the managed fields; name the fields of the metadata one by one";
        }
    }

    /// <summary>A tree of these fields and more.</summary>
    public static FieldTree With(IEnumerable<string> more) => new([.. Paths, .. more]);

    private static string? Problem(JsonElement value, PodField field)
    {
        var path = "";
        foreach (var name in field.Path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object) return JsonTypes.Wrong(path.Length == 0 ? "the pod" : path, "a mapping", value);
            if (!value.TryGetProperty(name, out value) || value.ValueKind == JsonValueKind.Null) return null;
            path = path.Length == 0 ? name : $"{path}.{name}";
        }
        return field.Type switch
        {
            PodFieldType.Text => JsonTypes.Text(path, value),
            PodFieldType.TextMap => JsonTypes.Texts(path, value),
            PodFieldType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : JsonTypes.Wrong(path, "true or false", value),
            PodFieldType.Time => value.ValueKind == JsonValueKind.String && ExactTime.TryParse(value.GetString(), out _)
                ? null
                : JsonTypes.Wrong(path, "a time such as `2026-03-01T12:00:00Z`", value),
            _ => Addresses(path, value),
        };
    }

    private static string? Addresses(string path, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) return JsonTypes.Wrong(path, "a list", list);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            if (item.ValueKind != JsonValueKind.Object) return JsonTypes.Wrong(place, "a mapping with `ip`", item);
            if (item.TryGetProperty("ip", out var ip) && ip.ValueKind != JsonValueKind.Null && JsonTypes.Text($"{place}.ip", ip) is { } problem) return problem;
        }
        return null;
    }

    private readonly record struct PodField(string Path, PodFieldType Type);

    private enum PodFieldType
    {
        Text,
        TextMap,
        Flag,
        Time,
        Addresses,
    }
}
