using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Argos.Rules.Contracts.Data;

namespace Argos.Rules.Mgmt.Sources;

/// <summary>Reads a JSON Web Key Set, without judging the single keys.</summary>
internal static class KeySet
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a set, or public keys as PEM, as canonical JSON. A set without keys is refused: taking it would refuse every token.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out byte[]? json)
    {
        json = null;
        if (text.Span.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
        try
        {
            if (text.Span.TrimStart(" \r\n\t"u8).StartsWith("-"u8)) text = PublicKeyPem.TryRead(Encoding.UTF8.GetString(text.Span), out var keysOf) ? Encoding.UTF8.GetBytes(keysOf.ToJsonString()) : default;
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var keys)
                || keys.ValueKind != JsonValueKind.Array
                || keys.GetArrayLength() == 0) return false;
            json = CanonicalJson.Of(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
