using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>One policy or document that the engine should hold.</summary>
internal sealed record DesiredItem
{
    /// <param name="id">A policy id, or a data path between slashes.</param>
    /// <param name="content">Exactly the bytes to send; <see langword="null"/> when the origin is broken and no good version is known: what the engine holds stays.</param>
    /// <param name="origin">Where it comes from; <see langword="null"/> for the cluster's keys.</param>
    public DesiredItem(string id, byte[]? content, ItemOrigin? origin)
        : this(id, content, origin, content is null ? 0 : SetDigest.HashOf(id, content))
    {
    }

    private DesiredItem(string id, byte[]? content, ItemOrigin? origin, UInt128 hash) => (Id, Content, Origin, Hash) = (id, content, origin, hash);

    public string Id { get; }

    public byte[]? Content { get; }

    public UInt128 Hash { get; }

    public ItemOrigin? Origin { get; }

    /// <summary>The version of the object that it comes from; empty when it is not an object of a cluster.</summary>
    public string Version { get; init; } = "";

    /// <summary>The type of the bytes.</summary>
    public string MediaType { get; private init; } = "application/json";

    /// <summary>A policy: its bare text, or with its tests.</summary>
    public static DesiredItem Policy(string id, PolicyText text, ItemOrigin origin) => text.Tests is null
        ? new DesiredItem(id, Encoding.UTF8.GetBytes(text.Source), origin, text.HashAs(id)) { MediaType = "text/plain" }
        : new DesiredItem(id, JsonSerializer.SerializeToUtf8Bytes(text, ContractsJson.Default.PolicyText), origin, text.HashAs(id));

    /// <summary>Whether some replica said that it was in force.</summary>
    public bool WasActive { get; init; }
}
