using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Records were lost before this one: there was no room in the queue, or the file could not be written.</summary>
/// <param name="Lost">How many.</param>
internal sealed record GapRecord(long Lost) : AuditEntry
{
    public override string Type => AuditTypes.Gap;

    public override void Write(Utf8JsonWriter json) => json.WriteNumber("lost"u8, Lost);
}
