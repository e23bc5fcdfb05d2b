using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argos.Rules.Yaml;

namespace Argos.Rules.Testing;

/// <summary>Puts a signed identity document into attestation data.</summary>
internal static class TestDocument
{
    private const string PendingTime = "pendingTime";

    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true, TypeInfoResolver = YamlJson.Default };

    /// <summary>Adds the members <c>document</c> and <c>signature</c>.</summary>
    /// <param name="to">The attestation data.</param>
    /// <param name="document">What the case says of the document.</param>
    /// <param name="certificates">The signers.</param>
    /// <param name="now">The case's time.</param>
    public static void Add(JsonObject to, JsonObject document, TestCertificates certificates, DateTimeOffset now)
    {
        var content = document["content"] as JsonObject ?? [];
        var text = Resolved(content, now).ToJsonString(Lines);
        to["document"] = document["sent"]?.GetValue<string>() ?? text;
        if (document["signature"]?.GetValue<string>() is { } said) to["signature"] = said;
        else if (document["certificate"]?.GetValue<string>() is { } signer) to["signature"] = certificates.Sign(signer, Encoding.UTF8.GetBytes(text), document["digest"]?.GetValue<string>(), document["embedded"]?.GetValue<bool>() == true);
    }

    private static JsonObject Resolved(JsonObject content, DateTimeOffset now)
    {
        var resolved = content.DeepClone().AsObject();
        if (content[PendingTime] is JsonValue value && value.TryGetValue(out string? text) && TestClaims.TryOffset(text, out var seconds))
        {
            resolved[PendingTime] = now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
        return resolved;
    }
}
