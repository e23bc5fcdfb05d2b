using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argos.Rules.Contracts.Auditing;

/// <summary>
/// A line of the audit log: a record with its hash. <c>v</c>, <c>seq</c>, <c>replica</c>, <c>engine</c>, <c>version</c>, <c>time</c> and <c>type</c> are its
/// first members, in this order, and <c>chain</c> is its last, so that a chain is followed without reading the rest.
/// </summary>
internal static class AuditLine
{
    /// <summary>The version of the form of records; it grows when a member changes its meaning or goes.</summary>
    public const int Version = 1;

    private const int HeadLength = 2 * SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Prefix => ",\"chain\":\""u8;

    private static ReadOnlySpan<byte> Ending => "\"}"u8;

    private static int SuffixLength => Prefix.Length + HeadLength + Ending.Length;

    /// <summary>Writes a record with its hash, as a line.</summary>
    /// <param name="output">Gets the line.</param>
    /// <param name="record">The record's JSON, an object with at least one member.</param>
    /// <param name="link">The place before it.</param>
    /// <returns>The place behind it.</returns>
    public static AuditLink Seal(IBufferWriter<byte> output, ReadOnlySpan<byte> record, AuditLink link)
    {
        var after = link.After(record);
        output.Write(record[..^1]);
        output.Write(Prefix);
        Span<byte> hex = stackalloc byte[HeadLength];
        Convert.TryToHexStringLower(after.Head.AsSpan(), hex, out _);
        output.Write(hex);
        output.Write(Ending);
        output.Write("\n"u8);
        return after;
    }

    /// <summary>Takes a line apart. It says nothing of whether the hash fits.</summary>
    /// <param name="line">The line without its end. It is changed: behind the record stands what closes it.</param>
    /// <param name="record">Where the record ends in it.</param>
    /// <param name="head">The hash that the line claims.</param>
    public static bool TryOpen(Span<byte> line, out Span<byte> record, scoped Span<byte> head)
    {
        record = default;
        if (line.Length <= SuffixLength + 1 || !line.EndsWith(Ending)) return false;
        var at = line.Length - SuffixLength;
        if (!line[at..].StartsWith(Prefix)) return false;
        if (Convert.FromHexString(line.Slice(at + Prefix.Length, HeadLength), head, out _, out _) != OperationStatus.Done) return false;
        line[at] = (byte)'}';
        record = line[..(at + 1)];
        return true;
    }

    /// <summary>The first members of a record; <see langword="null"/> when it does not begin with them.</summary>
    public static AuditHeader? HeaderOf(ReadOnlySpan<byte> record)
    {
        try
        {
            var json = new Utf8JsonReader(record);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            if (!Next(ref json, "v"u8, JsonTokenType.Number) || !json.TryGetInt32(out var version)) return null;
            if (!Next(ref json, "seq"u8, JsonTokenType.Number) || !json.TryGetInt64(out var sequence)) return null;
            if (!Next(ref json, "replica"u8, JsonTokenType.String) || json.GetString() is not { } replica) return null;
            if (!Next(ref json, "engine"u8, JsonTokenType.String) || json.GetString() is not { } engine) return null;
            if (!Next(ref json, "version"u8, JsonTokenType.String)) return null;
            if (!Next(ref json, "time"u8, JsonTokenType.String) || !json.TryGetDateTimeOffset(out var time)) return null;
            if (!Next(ref json, "type"u8, JsonTokenType.String) || json.GetString() is not { } type) return null;
            return new AuditHeader(version, sequence, replica, engine, time, type);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Next(ref Utf8JsonReader json, ReadOnlySpan<byte> name, JsonTokenType type) =>
        json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name) && json.Read() && json.TokenType == type;
}
