using System.Globalization;
using System.Text.Json;

namespace Argos.Rules.Mgmt.Watching;

/// <summary>Reads the metadata that every object has.</summary>
internal static class ObjectMetadata
{
    /// <summary>Namespace and name, or <see langword="null"/> when there is no name.</summary>
    public static ObjectName? NameOf(JsonElement subject)
    {
        var name = Text(subject, "name");
        return name.Length == 0 ? null : new ObjectName(Text(subject, "namespace"), name);
    }

    /// <summary>The resource version as a number; 0 when it is missing or none. Versions of one resource of one cluster grow.</summary>
    public static ulong Version(JsonElement subject) =>
        ulong.TryParse(Text(subject, "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>Whether this is the bookmark that ends a streamed list.</summary>
    public static bool EndsList(JsonElement bookmark) =>
        bookmark.ValueKind == JsonValueKind.Object
        && bookmark.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty("k8s.io/initial-events-end", out var end) && end.ValueEquals("true");

    /// <summary>A text of the metadata; empty when it is missing or no text.</summary>
    public static string Text(JsonElement subject, string field) =>
        subject.ValueKind == JsonValueKind.Object
        && subject.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
