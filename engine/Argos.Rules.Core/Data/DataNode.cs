using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Core.Data;

/// <summary>A part of the tree. Immutable.</summary>
internal abstract class DataNode
{
    /// <summary>The digest of the leaves at or below this node.</summary>
    public abstract SetDigest Digest { get; }

    /// <summary>The value as a policy reads it; parsed once and kept.</summary>
    public abstract JsonElement Read();

    /// <summary>The value for one use; not kept.</summary>
    public abstract JsonElement Peek();

    public abstract void Write(Utf8JsonWriter writer);
}
