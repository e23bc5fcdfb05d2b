using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>
/// Makes one edit at a path: the branches on the way are made again, everything beside it is shared. An object that was sent as one
/// document becomes a branch when something below it is written, or stays one with its changes beside it when it is large; an array or a
/// pod stays one document and is rewritten.
/// </summary>
internal readonly struct NodeEditor(DataPath path, Edit edit)
{
    private const int PodDepth = 4;

    public Edited Apply(Branch root) => Apply(root, 0);

    private Edited Apply(DataNode? node, int depth)
    {
        if (depth == path.Segments.Length) return AtTarget(node);
        switch (node)
        {
            case Branch branch:
                return Below(branch, depth);
            case JsonLeaf { IsLarge: true } leaf when !IsInCollections(depth):
                return Within(new PatchedDocument(leaf), leaf, depth);
            case PatchedDocument document:
                return Within(document, document, depth);
            case JsonLeaf { IsObject: true } leaf:
                var members = NodeBuilder.BuildMembers(Above(depth), leaf.Peek(), "");
                return members.Node is Branch opened ? Below(opened, depth) : members;
            case JsonLeaf { IsArray: true, Length: >= JsonLeaf.LargeBytes } leaf when edit.Kind != EditKind.Put:
                return leaf.Spliced(Above(depth), edit, path);
            case JsonLeaf { IsArray: true } leaf when edit.Kind != EditKind.Put:
                return Rewrite(leaf, depth);
            case PodLeaf pod:
                return Rewrite(pod, depth);
            case not null:
                return new DataProblem(DataProblemKind.Conflict,
                    $"`{path}` goes through the value at `{Above(depth)}`, which is not an object");
            default:
                return MayMakeParent(depth) ? Below(Branch.Empty, depth) : NotFound(depth);
        }
    }

    private Edited Below(Branch branch, int depth)
    {
        var name = path.Segments[depth];
        var edited = Apply(branch.Find(name), depth + 1);
        if (edited.Problem is not null) return edited;
        if (edited.Node is { } child) return branch.With(name, child);
        var rest = branch.Without(name);
        return rest.IsEmpty && IsNamespace(depth) ? Edited.Removed : rest;
    }

    private Edited Within(PatchedDocument document, DataNode unchanged, int depth)
    {
        var place = Above(depth + 1);
        var member = document.Find(place);
        var edited = Apply(member, depth + 1);
        if (edited.Problem is not null) return edited;
        if (edited.Node is null) return document.Without(place);
        return ReferenceEquals(edited.Node, member) ? unchanged : document.With(place, edited.Node);
    }

    private Edited AtTarget(DataNode? node)
    {
        if (node is null && edit.Kind is EditKind.Replace or EditKind.Remove) return NotFound(path.Segments.Length);
        if (edit.Kind == EditKind.Remove)
            return path.Segments.Length == 0 ? new DataProblem(DataProblemKind.Conflict, "the whole data cannot be removed; put an empty object") : Edited.Removed;
        var built = edit.Made is { } ready ? ready : NodeBuilder.Build(path, edit.Value, edit.Places);
        // The same text again is not a change.
        return built.Node is { } made and not Branch && node is not null and not Branch && made.Digest == node.Digest ? node : built;
    }

    private Edited Rewrite(DataNode leaf, int depth)
    {
        var edited = DocumentEditor.Apply(leaf.Peek(), path.Segments.AsSpan()[depth..], edit, path);
        return edited.Problem is { } problem ? problem : NodeBuilder.Build(Above(depth), edited.Document);
    }

    /// <summary>A PUT makes what is above it. Namespaces below a resource are no documents of their own: they come and go with their objects.</summary>
    private bool MayMakeParent(int depth)
    {
        var insidePod = path.StartsWith(DataPath.Pods) && depth >= PodDepth;
        return !insidePod && (edit.Kind == EditKind.Put || (edit.Kind == EditKind.Add && (IsInResource || edit.Places?.IsAt(path) == true)));
    }

    private bool IsInResource => path.Segments is { Length: 3 or 4 } segments && segments[0] == NodeBuilder.Kubernetes;

    private bool IsNamespace(int depth) => edit.Places is { } places ? depth > places.Root.Segments.Length && depth < places.Depth : IsInResource && depth == 3;

    // There what stands below a place is made by the rules of collections.
    private bool IsInCollections(int depth) => path.Segments[0] == NodeBuilder.Kubernetes && depth < PodDepth;

    private DataPath Above(int depth) => new(path.Segments[..depth]);

    private DataProblem NotFound(int depth) => new(DataProblemKind.NotFound, $"there is no `{Above(depth)}`");
}
