using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>One policy or document that the engine should hold.</summary>
internal sealed record DesiredItem
{
    /// <param name="id">A policy id, or a data path between slashes.</param>
    /// <param name="content">Exactly the bytes to send; <see langword="null"/> when the origin is broken and no good version is known: what the engine holds stays.</param>
    /// <param name="origin">Where it comes from; <see langword="null"/> for the cluster's keys.</param>
    public DesiredItem(string id, byte[]? content, ItemOrigin? origin)
    {
        Id = id;
        Content = content;
        Origin = origin;
        Hash = content is null ? 0 : SetDigest.HashOf(id, content);
    }

    public string Id { get; }

    public byte[]? Content { get; }

    public UInt128 Hash { get; }

    public ItemOrigin? Origin { get; }

    /// <summary>Whether some replica said that it was in force.</summary>
    public bool WasActive { get; init; }
}
