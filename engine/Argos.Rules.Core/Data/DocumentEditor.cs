using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>Makes an edit inside one document: in an array, or in a pod.</summary>
internal static class DocumentEditor
{
    /// <summary>Edits a copy of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="segments">Where in it; at least one segment.</param>
    /// <param name="edit">What to do.</param>
    /// <param name="path">The whole path, for the message.</param>
    public static (JsonElement Document, DataProblem? Problem) Apply(JsonElement document, ReadOnlySpan<string> segments, Edit edit, DataPath path)
    {
        var root = JsonSerializer.SerializeToNode(document, DocumentJson.Default.JsonElement)!;
        var problem = Apply(root, segments, edit, path);
        return problem is null ? (Text(root), null) : (default, problem);
    }

    /// <summary>Reads an index of an array as RFC 6901 writes it: digits without a leading zero.</summary>
    public static bool TryIndex(string segment, int count, out int index)
    {
        index = 0;
        return segment.Length > 0 && (segment.Length == 1 || segment[0] != '0')
            && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count;
    }

    private static DataProblem? Apply(JsonNode root, ReadOnlySpan<string> segments, Edit edit, DataPath path)
    {
        var parent = root;
        foreach (var segment in segments[..^1])
        {
            var child = Child(parent, segment);
            if (child is null && edit.Kind == EditKind.Put && parent is JsonObject holder && !holder.ContainsKey(segment)) holder[segment] = child = new JsonObject();
            if (child is null) return parent is JsonObject or JsonArray ? NotFound(path) : Through(path);
            if (child is JsonArray && edit.Kind == EditKind.Put) return Through(path);
            parent = child;
        }
        return parent switch
        {
            JsonObject target => InObject(target, segments[^1], edit, path),
            JsonArray target when edit.Kind != EditKind.Put => InArray(target, segments[^1], edit, path),
            _ => Through(path),
        };
    }

    private static JsonNode? Child(JsonNode parent, string segment) => parent switch
    {
        JsonObject holder => holder[segment],
        JsonArray list when TryIndex(segment, list.Count, out var index) => list[index],
        _ => null,
    };

    private static DataProblem? InObject(JsonObject target, string name, Edit edit, DataPath path)
    {
        if (edit.Kind is EditKind.Replace or EditKind.Remove && !target.ContainsKey(name)) return NotFound(path);
        if (edit.Kind == EditKind.Remove) target.Remove(name);
        else target[name] = Node(edit.Value);
        return null;
    }

    private static DataProblem? InArray(JsonArray target, string segment, Edit edit, DataPath path)
    {
        if (edit.Kind == EditKind.Add)
        {
            var at = target.Count;
            if (segment != "-" && !TryIndex(segment, target.Count + 1, out at)) return NotFound(path);
            target.Insert(at, Node(edit.Value));
            return null;
        }
        if (!TryIndex(segment, target.Count, out var index)) return NotFound(path);
        if (edit.Kind == EditKind.Remove) target.RemoveAt(index);
        else target[index] = Node(edit.Value);
        return null;
    }

    private static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value, DocumentJson.Default.JsonElement);

    private static JsonElement Text(JsonNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) root.WriteTo(writer);
        return JsonText.Parse(buffer.WrittenSpan);
    }

    private static DataProblem NotFound(DataPath path) => new(DataProblemKind.NotFound, $"there is no `{path}`, or no parent for it");

    private static DataProblem Through(DataPath path) =>
        new(DataProblemKind.Conflict, $"`{path}` goes through a value that is not an object");
}
