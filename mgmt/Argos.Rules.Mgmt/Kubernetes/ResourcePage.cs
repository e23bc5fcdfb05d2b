using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>One page of a LIST. The items live until it is disposed.</summary>
internal sealed class ResourcePage(JsonDocument document) : IDisposable
{
    private readonly JsonElement _metadata = document.RootElement.TryGetProperty("metadata", out var metadata) ? metadata : default;

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
