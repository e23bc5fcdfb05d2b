using System.Text.Json;

namespace Argos.Rules.Contracts.Data;

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
    /// <param name="marked">A field under <c>metadata</c>.</param>
    /// <returns>Where the marked field stands in what was written; an empty range when it is missing.</returns>
    public Range Write(Utf8JsonWriter writer, JsonElement value, string marked)
    {
        var place = 0..0;
        Write(writer, value, marked, inMetadata: false, ref place);
        return place;
    }

    private void Write(Utf8JsonWriter writer, JsonElement value, string marked, bool inMetadata, ref Range place)
    {
        if (_whole)
        {
            CanonicalJson.Write(writer, value);
            return;
        }
        writer.WriteStartObject();
        foreach (var (name, child) in _children)
        {
            if (!child.Finds(value, name, out var member)) continue;
            var start = Length(writer);
            writer.WritePropertyName(name);
            child.Write(writer, member, marked, name == "metadata", ref place);
            if (inMetadata && name == marked) place = start..Length(writer);
        }
        writer.WriteEndObject();
    }

    private static int Length(Utf8JsonWriter writer) => checked((int)(writer.BytesCommitted + writer.BytesPending));

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
