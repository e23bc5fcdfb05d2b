using System.Text.Json;
using Argos.Rules.Contracts.Auditing;

namespace Argos.Rules.Auditing.Chain;

/// <summary>A checkpoint as it stands in a log.</summary>
/// <param name="Header">What it begins with.</param>
/// <param name="Previous">The hash of the record before, as it says.</param>
/// <param name="Algorithm">The algorithm of its signature; <see langword="null"/> when it has none.</param>
/// <param name="KeySha256">The hash of the key.</param>
/// <param name="Certificate">The key's certificate, DER.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedCheckpoint(AuditHeader Header, string Previous, string? Algorithm, string? KeySha256, byte[]? Certificate, byte[]? Signature)
{
    public bool IsSigned => Algorithm is not null && Signature is not null;

    /// <summary>What was signed.</summary>
    public byte[] Statement => CheckpointStatement.Of(Header.Replica, Header.Sequence, Previous, CheckpointStatement.TimeText(Header.Time));

    /// <summary>Reads one; <see langword="null"/> when its members are not what they must be.</summary>
    public static SignedCheckpoint? Read(AuditHeader header, ReadOnlySpan<byte> record)
    {
        try
        {
            var json = JsonElement.Parse(record);
            if (json.GetProperty("previous").GetString() is not { } previous) return null;
            return new SignedCheckpoint(header, previous, Text(json, "algorithm"), Text(json, "keySha256"), Bytes(json, "certificate"), Bytes(json, "signature"));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetBytesFromBase64() : null;
}
