using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argos.Rules.Core.Data;
using Argos.Rules.Language;

namespace Argos.Rules.Core.Decisions.Recording;

/// <summary>
/// Attestation data as evidence keeps it: what a policy can read of it, and nothing that could be used. Of a token header and claims stay, and the signature
/// goes; of a signature its hash stays; credentials go. The same text always becomes the same, and what has been through it does not change again.
/// </summary>
internal static class SecretFree
{
    private const string Credential = "[secret]";
    private const string SignaturePart = "cmVtb3ZlZA";
    private const string HashPrefix = "sha256-";
    private const int MaximumDepth = 16;

    private static readonly string[] Secrets = ["identityToken", "token", "secret", "credential"];

    /// <summary>The attestation data of a request.</summary>
    public static string? Of(PolicyInput input)
    {
        if (input.Confirmation.AttestationData is not { } sent) return null;
        if (!input.WholeAttestation.IsObject) return Secret(sent);
        var buffer = new ArrayBufferWriter<byte>(sent.Length);
        using var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        Write(json, input.WholeAttestation.Element, 0);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A text that is secret: a token without its signature, else nothing of it.</summary>
    public static string Secret(string text)
    {
        var token = AttestationText.Of(text);
        if (token.Length == 0) return text;
        var first = token.IndexOf('.');
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        var isToken = token.StartsWith("eyJ", StringComparison.Ordinal) && second > 0 && token.IndexOf('.', second + 1) < 0;
        return isToken ? string.Concat(token.AsSpan(0, second + 1), SignaturePart) : Credential;
    }

    /// <summary>A signature: its hash.</summary>
    public static string Signature(string text) => text.Length == 0 || text.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? text
        : HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Write(Utf8JsonWriter json, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == MaximumDepth:
                json.WriteStringValue(Credential);
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member, depth);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                json.WriteStringValue(LooksSecret(text) ? Secret(text) : text);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonProperty member, int depth)
    {
        var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : null;
        if (text is not null && member.NameEquals("signature")) json.WriteStringValue(Signature(text));
        else if (text is not null && Array.Exists(Secrets, member.NameEquals)) json.WriteStringValue(Secret(text));
        else Write(json, member.Value, depth + 1);
    }

    private static bool LooksSecret(string text) => AttestationText.Of(text) is var token && token.StartsWith("eyJ", StringComparison.Ordinal) && token.AsSpan().Count('.') >= 2;
}
