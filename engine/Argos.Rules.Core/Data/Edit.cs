using System.Text.Json;

namespace Argos.Rules.Core.Data;

/// <summary>What to do at a path.</summary>
/// <param name="Kind">How.</param>
/// <param name="Value">The value to write; undefined for a removal.</param>
/// <param name="Made">The node to write, when it was made already.</param>
internal readonly record struct Edit(EditKind Kind, JsonElement Value, DataNode? Made = null)
{
    /// <summary>Where single objects stand, when the writer said so.</summary>
    public CollectionPath? Places { get; init; }

    public static Edit Remove => new(EditKind.Remove, default);
}

internal enum EditKind
{
    /// <summary>HTTP PUT: makes the objects above it.</summary>
    Put,

    /// <summary>RFC 6902 <c>add</c>: the parent must be there; inserts into an array.</summary>
    Add,

    /// <summary>RFC 6902 <c>replace</c>: there must be a value already.</summary>
    Replace,

    /// <summary>RFC 6902 <c>remove</c>: there must be a value.</summary>
    Remove,
}
