using System.Text.Json;

namespace Argos.Rules.Engine.Audit;

/// <summary>
/// One record of the audit log, as it waits to be written. It holds no secret: of attestation data only the digest, because what waits in a
/// queue can be read in a memory dump.
/// </summary>
internal abstract record AuditEntry
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>One of <see cref="Contracts.Auditing.AuditTypes"/>.</summary>
    public abstract string Type { get; }

    /// <summary>About how many bytes of memory it takes while it waits to be written.</summary>
    public virtual long Bytes => AuditSize.Record;

    /// <summary>Writes the members behind those that every record begins with.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
