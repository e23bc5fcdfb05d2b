using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Decisions;
using Argos.Rules.Contracts.Kubernetes;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Data;

/// <summary>
/// The replicated data. Immutable: a change makes a new tree that shares all that did not change, in a time that depends on
/// the depth of the path, not on the size of the rest.
/// </summary>
internal sealed class DataTree : IDataView, IDocumentIndex
{
    private readonly Branch _root;
    private readonly Branch? _pods;
    private string? _digestText;

    private DataTree(Branch root)
    {
        _root = root;
        _pods = (root.Find(NodeBuilder.Kubernetes) as Branch)?.Find("pods") as Branch;
    }

    public static DataTree Empty { get; } = new(Branch.Empty);

    /// <summary>The root, to be written down.</summary>
    internal Branch Top => _root;

    /// <summary>A tree of nodes that were in one.</summary>
    internal static DataTree Of(Branch root) => new(root);

    /// <summary>The number of replicated pods.</summary>
    public int PodCount => _pods?.Digest.Count ?? 0;

    /// <summary>The digest of all there is, as text.</summary>
    public string DigestText => _digestText ??= _root.Digest.Hex;

    public Pod? FindPod(string podNamespace, string name) =>
        ((_pods?.Find(podNamespace) as Branch)?.Find(name) as PodLeaf)?.Pod;

    public DataValue Read(string path)
    {
        if (!DataPath.TryParse(path, out var parsed, out _)) return DataValue.Missing;
        var (node, depth) = Locate(parsed);
        return TryValue(node, keep: true, parsed, depth, out var value) ? new DataValue(value) : DataValue.Missing;
    }

    public DocumentReference Describe(string path)
    {
        if (!DataPath.TryParse(path, out var parsed, out _)) return new DocumentReference(path, null);
        var (node, depth) = Locate(parsed);
        return node switch
        {
            null => new DocumentReference(path, null),
            // What is read may lie inside a document: that one is named.
            JsonLeaf document => new DocumentReference(depth == parsed.Segments.Length ? path : new DataPath(parsed.Segments[..depth]).ToString(), document.Sha256),
            _ => new DocumentReference(path, null, node.Digest.Hex),
        };
    }

    /// <summary>Whether there is a value at a path, also inside a document.</summary>
    public bool Exists(DataPath path) => TryPeek(path, out _, shallow: true);

    /// <summary>The value at a path, for one use.</summary>
    public bool TryPeek(DataPath path, out JsonElement value) => TryPeek(path, out value, shallow: false);

    /// <summary>Writes the value at a path.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryWrite(DataPath path, Utf8JsonWriter writer)
    {
        var (node, depth) = Locate(path);
        if (node is null) return false;
        if (depth == path.Segments.Length) node.Write(writer);
        else if (TryValue(node, keep: false, path, depth, out var value)) value.WriteTo(writer);
        else return false;
        return true;
    }

    /// <summary>The digest of the documents at or below a path; empty when there are none.</summary>
    public SetDigest DigestOf(DataPath path)
    {
        var (node, depth) = Locate(path);
        return node is not null && depth == path.Segments.Length ? node.Digest : SetDigest.Empty;
    }

    /// <summary>The digests of what stands one level below a path; nothing when that is a document or not there.</summary>
    public IEnumerable<KeyValuePair<string, SetDigest>> DigestsBelow(DataPath path)
    {
        var (node, depth) = Locate(path);
        return node is Branch branch && depth == path.Segments.Length ? branch.Children.Select(static child => KeyValuePair.Create(child.Key, child.Value.Digest)) : [];
    }

    /// <summary>Puts a value at a path; the objects above it are made.</summary>
    public TreeChange With(DataPath path, JsonElement value, CollectionPath? places = null) =>
        Apply(path, new Edit(EditKind.Put, value) { Places = places });

    /// <summary>Puts a collection that was gathered object by object at its place.</summary>
    public TreeChange With(CollectionBuilder collection) => Apply(collection.Path, new Edit(EditKind.Put, default, collection.ToNode()));

    /// <summary>Removes the value at a path; it must be there.</summary>
    public TreeChange Without(DataPath path) => Apply(path, Edit.Remove);

    /// <summary>Applies the operations of RFC 6902, all or none.</summary>
    /// <param name="at">What their paths are relative to.</param>
    /// <param name="operations">The JSON Patch document.</param>
    /// <param name="places">Where single objects stand, when the writer said so.</param>
    public TreeChange Patch(DataPath at, JsonElement operations, CollectionPath? places = null) =>
        new DataPatch(at, places).Apply(this, operations);

    public TreeChange Apply(DataPath path, Edit edit)
    {
        if (ReservedPath.Refuse(path) is { } reserved) return TreeChange.Refused(reserved);
        var edited = new NodeEditor(path, edit).Apply(_root);
        if (edited.Problem is { } problem) return TreeChange.Refused(problem);
        return ReferenceEquals(edited.Node, _root) ? new TreeChange(this, null, []) : new TreeChange(new DataTree((Branch)edited.Node!), null, [path]);
    }

    /// <summary>Whether another tree holds the very same at and below a path; what did not change is shared by both.</summary>
    public bool IsSameAt(DataPath path, DataTree other) => ReferenceEquals(Locate(path).Node, other.Locate(path).Node);

    /// <summary>The leaf at a path; nothing when there is none.</summary>
    internal DataNode? FindLeaf(DataPath path) => Locate(path) is (not Branch and { } leaf, var depth) && depth == path.Segments.Length ? leaf : null;

    /// <summary>What stands at a path: the very same as long as nothing at or below it changes.</summary>
    internal DataNode? NodeAt(DataPath path) => Locate(path).Node;

    /// <summary>The deepest node on the way to a path, and how far it is; nothing when the way ends before.</summary>
    private (DataNode? Node, int Depth) Locate(DataPath path)
    {
        DataNode? node = _root;
        var depth = 0;
        while (depth < path.Segments.Length)
        {
            if (node is Branch branch)
            {
                node = branch.Find(path.Segments[depth++]);
            }
            else if (node is PatchedDocument document)
            {
                // Of what was not changed the document itself tells: it stays the same while others change.
                if (!document.TryFind(path.Segments[depth], out var member)) return (document.Document, depth);
                node = member;
                depth++;
            }
            else
            {
                break;
            }
        }
        return (node, depth);
    }

    private bool TryPeek(DataPath path, out JsonElement value, bool shallow)
    {
        value = default;
        var (node, depth) = Locate(path);
        if (node is not null && shallow && depth == path.Segments.Length) return true;
        return TryValue(node, keep: false, path, depth, out value);
    }

    // What is kept is parsed once for all who read it; one look need not parse the rest of a large document.
    private static bool TryValue(DataNode? node, bool keep, DataPath path, int depth, out JsonElement value)
    {
        value = default;
        if (node is null) return false;
        var segments = path.Segments.AsSpan()[depth..];
        if (!keep && node is JsonLeaf { IsLarge: true } large && segments.Length > 0)
        {
            if (!large.TryMember(segments[0], out value)) return false;
            segments = segments[1..];
        }
        else
        {
            value = keep ? node.Read() : node.Peek();
        }
        foreach (var segment in segments)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                if (!value.TryGetProperty(segment, out value)) return false;
            }
            else if (value.ValueKind == JsonValueKind.Array && DocumentEditor.TryIndex(segment, value.GetArrayLength(), out var index))
            {
                value = value[index];
            }
            else
            {
                return false;
            }
        }
        return true;
    }
}
