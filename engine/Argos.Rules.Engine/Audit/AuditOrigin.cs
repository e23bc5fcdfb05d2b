using System.Text.Json;
using Argos.Rules.Core.Sync;
using Argos.Rules.Engine.Audit.Chain;
using Argos.Rules.Hosting.Diagnostics;

namespace Argos.Rules.Engine.Audit;

/// <summary>Who writes the records: the replica, this start of its engine, and the build.</summary>
/// <param name="Replica">The replica's name; in Kubernetes the pod's.</param>
/// <param name="Engine">The id of this start.</param>
/// <param name="Version">The build.</param>
internal sealed record AuditOrigin(string Replica, string Engine, string Version)
{
    private const int MaximumReplica = 253;

    /// <summary>The same, escaped once: each record has them.</summary>
    public EscapedOrigin Escaped { get; } = new(Encode(Replica), Encode(Engine), Encode(Version));

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, AuditLines.Encoder);

    /// <summary>This process.</summary>
    /// <param name="options">May name the replica.</param>
    /// <param name="identity">This start.</param>
    public static AuditOrigin Of(AuditOptions options, EngineIdentity identity)
    {
        var replica = string.IsNullOrWhiteSpace(options.Replica) ? Environment.MachineName : options.Replica.Trim();
        return new AuditOrigin(replica.Length <= MaximumReplica ? replica : replica[..MaximumReplica], identity.Id, ProductInfo.Version);
    }
}

/// <summary>An origin as JSON texts.</summary>
/// <param name="Replica">The replica's name.</param>
/// <param name="Engine">The id of this start.</param>
/// <param name="Version">The build.</param>
internal sealed record EscapedOrigin(JsonEncodedText Replica, JsonEncodedText Engine, JsonEncodedText Version);
