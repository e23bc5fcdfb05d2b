using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>One page of a LIST. The items live until it is disposed.</summary>
internal sealed class ResourcePage(JsonDocument document) : IDisposable
{
    private readonly JsonElement _metadata = document.RootElement.TryGetProperty("metadata", out var metadata) ? metadata : default;

    /// <summary>Whether it is a list at all, and not the answer of somebody else: to take that for an empty list would remove everything.</summary>
    public static bool IsList(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array or JsonValueKind.Null
        && answer.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("resourceVersion", out var version) && version.ValueKind == JsonValueKind.String && version.GetString() is { Length: > 0 };

    /// <summary>The version of the whole list.</summary>
    public string ResourceVersion => Text("resourceVersion");

    /// <summary>What to ask the next page with; empty on the last one.</summary>
    public string Continue => Text("continue");

    /// <summary>The objects.</summary>
    public IEnumerable<JsonElement> Items =>
        document.RootElement.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    public void Dispose() => document.Dispose();

    private string Text(string name) =>
        _metadata.ValueKind == JsonValueKind.Object && _metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
