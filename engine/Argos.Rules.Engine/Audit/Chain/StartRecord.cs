using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>The engine began to write. Its hash ties what follows to what an earlier start has left.</summary>
/// <param name="Link">The place where it goes on.</param>
internal sealed record StartRecord(AuditLink Link) : AuditEntry
{
    public override string Type => AuditTypes.Start;

    public override void Write(Utf8JsonWriter json) => json.WriteString("previous"u8, Link.HeadText);
}
