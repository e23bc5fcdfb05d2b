using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>
/// Gathers the pods of a cluster, or the objects of another resource, or those of one namespace, object by object, so that the whole never has to be there as one text. Nothing of it counts
/// before it is put into a tree as a whole. An object that the tree holds already is not held twice.
/// </summary>
internal sealed class CollectionBuilder
{
    private readonly DataTree _present;
    private readonly Branch.Builder _root = new();
    private Branch.Builder? _space;
    private DataPath _place;

    /// <param name="present">What is held now.</param>
    /// <param name="path">A path that <see cref="Takes"/> agrees to.</param>
    /// <param name="places">Where single objects stand, when the writer said so; else those of pods.</param>
    public CollectionBuilder(DataTree present, DataPath path, CollectionPath? places = null) =>
        (_present, Path, _place, Levels, HasPods) =
            (present, path, path, (places ?? CollectionPath.Pods).Depth - path.Segments.Length, path.StartsWith(DataPath.Pods));

    /// <summary>Where the collection will be.</summary>
    public DataPath Path { get; }

    /// <summary>How many JSON objects lie around each Kubernetes object: 2 for all pods (the collection and the namespace), 1 for those of a namespace.</summary>
    public int Levels { get; }

    /// <summary>Whether the objects are pods.</summary>
    public bool HasPods { get; }

    /// <summary>How many objects it has.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a path is that of all pods, or of another resource whose places were stated, or of a namespace of either.</summary>
    public static bool Takes(DataPath path, CollectionPath? places)
    {
        if (path.StartsWith(DataPath.Pods)) return path.Segments.Length is 2 or 3 && (places is null || places == CollectionPath.Pods);
        return places is not null && places.IsAbove(path) && ReservedPath.Refuse(path) is null;
    }

    /// <summary>Begins a namespace; the one before it is complete.</summary>
    /// <returns>What is wrong.</returns>
    public string? Open(string name)
    {
        Close();
        if (_root.Has(name)) return Twice;
        (_space, _place) = (new Branch.Builder(), Path.Append(name));
        return null;
    }

    /// <summary>Takes an object of the current namespace.</summary>
    /// <returns>What is wrong.</returns>
    public string? Add(string name, JsonElement value)
    {
        var target = _space ?? _root;
        if (target.Has(name)) return Twice;
        var path = _place.Append(name);
        Edited built = HasPods ? PodLeaf.At(path, value) : JsonLeaf.At(path, value);
        if (built.Node is not { } node) return built.Problem!.Message;
        target.Add(name, _present.FindLeaf(path) is { } held && held.Digest == node.Digest ? held : node);
        Count++;
        return null;
    }

    internal DataNode ToNode()
    {
        Close();
        return _root.ToBranch();
    }

    private const string Twice = "the body is not valid JSON: an object has a member twice";

    private void Close()
    {
        // Path has the namespace as its last segment.
        if (_space is not null) _root.Add(_place.Segments[^1], _space.ToBranch());
        _space = null;
    }
}
