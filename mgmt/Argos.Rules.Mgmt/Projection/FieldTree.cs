using System.Text.Json;

namespace Argos.Rules.Mgmt.Projection;

/// <summary>A list of fields such as <c>metadata.labels</c>, as a tree that walks an object once.</summary>
internal sealed class FieldTree
{
    private readonly SortedDictionary<string, FieldTree> _children = new(StringComparer.Ordinal);
    private bool _whole;

    public FieldTree(IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            var node = this;
            foreach (var name in field.Split('.'))
            {
                if (!node._children.TryGetValue(name, out var child)) node._children[name] = child = new FieldTree([]);
                node = child;
            }
            node._whole = true;
        }
    }

    /// <summary>Writes the listed fields of an object, canonically. Fields that are missing or null are left out.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="value">The object.</param>
    /// <param name="without">A field under <c>metadata</c> to leave out.</param>
    public void Write(Utf8JsonWriter writer, JsonElement value, string? without) => Write(writer, value, without, inMetadata: false);

    private void Write(Utf8JsonWriter writer, JsonElement value, string? without, bool inMetadata)
    {
        if (_whole)
        {
            CanonicalJson.Write(writer, value);
            return;
        }
        writer.WriteStartObject();
        foreach (var (name, child) in _children)
        {
            if (inMetadata && name == without) continue;
            if (!child.Finds(value, name, out var member)) continue;
            writer.WritePropertyName(name);
            child.Write(writer, member, without, name == "metadata");
        }
        writer.WriteEndObject();
    }

    private bool Finds(JsonElement parent, string name, out JsonElement member)
    {
        if (!parent.TryGetProperty(name, out member) || member.ValueKind == JsonValueKind.Null) return false;
        if (_whole) return true;
        if (member.ValueKind != JsonValueKind.Object) return false;
        foreach (var (inner, child) in _children)
            if (child.Finds(member, inner, out _)) return true;
        return false;
    }
}
