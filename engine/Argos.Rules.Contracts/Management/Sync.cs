using System.Collections.Immutable;

namespace Argos.Rules.Contracts.Management;

/// <summary>The digest of a set as it crosses the wire.</summary>
/// <param name="Count">The number of members.</param>
/// <param name="Digest">32 lower-case hex digits (<see cref="Data.SetDigest"/>).</param>
public sealed record DigestRecord(int Count, string Digest);

/// <summary><c>PUT /v1/sync/{source}</c>: "this is the whole set of this source".</summary>
public sealed record SyncDeclaration
{
    /// <summary>The engine start it was pushed to.</summary>
    public required string EngineId { get; init; }

    /// <summary>Grows with each change of the desired set.</summary>
    public required long Generation { get; init; }

    /// <summary>The policies of this source; each member's key is the policy id, its hash that of <see cref="PolicyText.HashAs"/> of what is in force.</summary>
    public required DigestRecord Policies { get; init; }

    /// <summary>
    /// The data of this source, by root path between slashes. A root is a collection (<c>kubernetes/pods</c>) or one document
    /// (<c>providers/k8s.cluster1.identityd</c>). Each member's key is its path, its content the JSON text as it was sent.
    /// </summary>
    public required ImmutableSortedDictionary<string, DigestRecord> Resources { get; init; }

    /// <summary>Why the source is not complete although it has sent what it could, for example a policy that was in force and no longer compiles; empty when it is complete. The engine is then not ready.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>How old the set may be, in seconds: the time since its origin was heard last. It counts against the engine's maximum age, so an unreachable origin is noticed although its declarations go on.</summary>
    public double AgeSeconds { get; init; }
}

/// <summary>The answer to a declaration that agrees with what the engine holds.</summary>
public sealed record SyncAccepted
{
    /// <summary>This start of the engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>Whether the engine is now ready.</summary>
    public required bool Ready { get; init; }

    /// <summary>What the engine wants fetched at the origin, as in <see cref="SyncPending"/>, for sources that do not ask for it.</summary>
    public ImmutableArray<string> Refresh { get; init; } = [];

    /// <summary>What is wrong with settings documents that this source wrote, as in <see cref="EngineStatus.InvalidSettings"/>: it follows changes of the documents and of the policies.</summary>
    public ImmutableArray<InvalidSetting> InvalidSettings { get; init; } = [];

    /// <summary>The number of this question, as in <see cref="SyncPending.Asked"/>.</summary>
    public long Asked { get; init; }
}

/// <summary><c>GET /v1/sync/{source}</c>, and the body of a 409: what the engine holds of a source.</summary>
public sealed record SyncInventory
{
    /// <summary>This start of the engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>The content hash of each policy of the source: 32 lower-case hex digits of <see cref="PolicyText.HashAs"/>.</summary>
    public required ImmutableSortedDictionary<string, string> Policies { get; init; }

    /// <summary>The digest of each root that the source has written.</summary>
    public required ImmutableSortedDictionary<string, DigestRecord> Resources { get; init; }

    /// <summary>In a 409: what differs, for people.</summary>
    public ImmutableArray<string> Differences { get; init; } = [];
}

/// <summary>
/// <c>GET /v1/sync/{source}?pending=20</c>: what the engine wants fetched at the origin now, answered as soon as there is something, else
/// after that many seconds.
/// </summary>
public sealed record SyncPending
{
    /// <summary>This start of the engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>
    /// Data paths: a key set such as <c>kubernetes/keys</c>, or a pod that a decision waits for. Each is reported once; nothing happens
    /// when it is not fetched.
    /// </summary>
    public required ImmutableArray<string> Pending { get; init; }

    /// <summary>The number of this question; it grows. What is then found not to exist is reported with it, see <see cref="AbsentObject"/>.</summary>
    public long Asked { get; init; }
}

/// <summary><c>POST /v1/sync/{source}</c>: objects that the engine wanted, and that do not exist at the origin. What waits for one is answered at once.</summary>
public sealed record SyncAbsent
{
    /// <summary>The engine start that wanted them.</summary>
    public required string EngineId { get; init; }

    /// <summary>The objects.</summary>
    public required ImmutableArray<AbsentObject> Absent { get; init; }
}

/// <summary>An object that does not exist at the origin.</summary>
/// <param name="Path">Its data path between slashes.</param>
/// <param name="Asked">The number of the question after which the origin was asked. Who began to wait after that question is not meant: it may have come to be since.</param>
public sealed record AbsentObject(string Path, long Asked);

/// <summary><c>GET /v1/sync/{source}?root=kubernetes/pods</c>: the digests one level below a root, by which a source finds the part that differs.</summary>
public sealed record SyncParts
{
    /// <summary>This start of the engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>The digest of each member of the root, by name: of a namespaced collection its namespaces.</summary>
    public required ImmutableSortedDictionary<string, DigestRecord> Parts { get; init; }
}
