using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Engine.Audit.Chain;

/// <summary>Writes records as lines, each with its number and its hash. Control characters are escaped, so a line is always one record.</summary>
internal sealed class AuditLines(AuditOrigin origin) : IDisposable
{
    /// <summary>No HTML: a quote in a text stays readable.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly ArrayBufferWriter<byte> _record = new(4096);
    // Making one for each record costs as much as the writing.
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });

    public AuditOrigin Origin => origin;

    /// <summary>Writes a record.</summary>
    /// <param name="output">Gets the line.</param>
    /// <param name="entry">The record.</param>
    /// <param name="link">The place in the chain before it.</param>
    /// <returns>The place behind it.</returns>
    public AuditLink Write(IBufferWriter<byte> output, AuditEntry entry, AuditLink link)
    {
        _record.ResetWrittenCount();
        _json.Reset(_record);
        _json.WriteStartObject();
        _json.WriteNumber(AuditNames.FormatVersion, AuditLine.Version);
        _json.WriteNumber(AuditNames.Sequence, link.Next);
        _json.WriteString(AuditNames.Replica, origin.Escaped.Replica);
        _json.WriteString(AuditNames.Engine, origin.Escaped.Engine);
        _json.WriteString(AuditNames.Version, origin.Escaped.Version);
        _json.WriteString(AuditNames.Time, entry.Time.UtcDateTime);
        _json.WriteString(AuditNames.Type, entry.Type);
        entry.Write(_json);
        _json.WriteEndObject();
        _json.Flush();
        return AuditLine.Seal(output, _record.WrittenSpan, link);
    }

    public void Dispose() => _json.Dispose();
}
