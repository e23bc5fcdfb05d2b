using System.Diagnostics.CodeAnalysis;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>Where single Kubernetes objects stand, when their writer says so: below a root, at one depth.</summary>
/// <param name="Root">The collection, for example <c>clusters/east/pods</c>.</param>
/// <param name="Depth">The number of segments of an object's path: those of the root, and one or two names.</param>
internal sealed record CollectionPath(DataPath Root, int Depth)
{
    public const string Expected = "a path of at least two segments, with one or two `*` behind it, such as `clusters/east/pods/*/*`";

    /// <summary>Where pods stand unless it is said.</summary>
    public static readonly CollectionPath Pods = new(DataPath.Pods, DataPath.Pods.Segments.Length + 2);

    private const string Name = "/*";

    /// <summary>Reads a path with a <c>*</c> for each name.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CollectionPath? places)
    {
        places = null;
        var names = 0;
        for (; text.EndsWith(Name, StringComparison.Ordinal); names++) text = text[..^Name.Length];
        if (names is not (1 or 2) || !DataPath.TryParseUrl(text, out var root, out _) || root.Segments.Length < 2) return false;
        places = new CollectionPath(root, root.Segments.Length + names);
        return true;
    }

    /// <summary>Whether a path leads to objects, and is none itself.</summary>
    public bool IsAbove(DataPath path) => path.StartsWith(Root) && path.Segments.Length < Depth;

    /// <summary>Whether a path is that of an object.</summary>
    public bool IsAt(DataPath path) => path.StartsWith(Root) && path.Segments.Length == Depth;
}
