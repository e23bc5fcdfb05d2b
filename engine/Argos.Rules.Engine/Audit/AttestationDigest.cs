using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argos.Rules.Language;

namespace Argos.Rules.Engine.Audit;

/// <summary>What may be kept of attestation data.</summary>
/// <param name="Sha256">SHA-256 of its UTF-8 bytes, lower-case hex.</param>
/// <param name="KeyId">The key id in the header of the token, when it is one.</param>
internal sealed record AttestationDigest(string Sha256, string? KeyId)
{
    private const int MaximumHeader = 1024;
    private const int MaximumKeyId = 128;

    public static AttestationDigest? Of(string? attestation)
    {
        if (attestation is null) return null;
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(attestation.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(attestation, rented);
            return new AttestationDigest(Convert.ToHexStringLower(SHA256.HashData(rented.AsSpan(0, length))), TokenKeyId(attestation));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Looks for a token at the start of the text, or of the value of a JSON member: no parse of the whole is worth it here.</summary>
    private static string? TokenKeyId(string attestation)
    {
        var header = AttestationText.Of(attestation.AsSpan());
        if (!header.StartsWith("eyJ", StringComparison.Ordinal))
        {
            var start = header.IndexOf("\"eyJ", StringComparison.Ordinal);
            if (start < 0) return null;
            header = header[(start + 1)..];
        }
        var dot = header.IndexOf('.');
        if (dot is <= 0 or > MaximumHeader || !Base64Url.IsValid(header[..dot])) return null;
        try
        {
            return ReadKeyId(Base64Url.DecodeFromChars(header[..dot]));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? ReadKeyId(ReadOnlySpan<byte> header)
    {
        var json = new Utf8JsonReader(header);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
        string? id = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var named = json.ValueTextEquals("kid"u8);
            json.Read();
            if (named) id = json.TokenType == JsonTokenType.String && json.GetString() is { Length: <= MaximumKeyId } text ? text : null;
            json.Skip();
        }
        // To the end: what is not JSON as a whole has no key id.
        return json.Read() ? null : id;
    }
}
