using System.Text.Json;

namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>TokenReview of authentication.k8s.io/v1.</summary>
internal static class TokenReviewBody
{
    private static readonly byte[] Unknown = """{"authenticated":false}"""u8.ToArray();

    public static byte[] Write(string token, IEnumerable<string> audiences)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "authentication.k8s.io/v1");
            json.WriteString("kind", "TokenReview");
            json.WriteStartObject("spec");
            json.WriteString("token", token);
            json.WriteStartArray("audiences");
            foreach (var audience in audiences) json.WriteStringValue(audience);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>The status; a token that the server does not know, or has an error with, is not authenticated.</summary>
    public static async Task<byte[]> ReadStatusAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var review = await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        if (review.RootElement.ValueKind != JsonValueKind.Object || !review.RootElement.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object) throw new JsonException("a TokenReview without `status`");
        var authenticated = status.TryGetProperty("authenticated", out var yes) && yes.ValueKind == JsonValueKind.True;
        var failed = status.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String && error.GetString()!.Length > 0;
        // A server that does not look at audiences leaves them out; then nobody knows whether the token is for us.
        var forUs = status.TryGetProperty("audiences", out var audiences) && audiences.ValueKind == JsonValueKind.Array && audiences.GetArrayLength() > 0;
        return authenticated && !failed && forUs ? JsonSerializer.SerializeToUtf8Bytes(status, TokenReviewJson.Default.JsonElement) : Unknown;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class TokenReviewJson : System.Text.Json.Serialization.JsonSerializerContext;
