using System.Globalization;
using System.Text.Json;
using Argos.Rules.Contracts.Addresses;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Language.Platforms;

namespace Argos.Rules.Core.Documents;

/// <summary>Reads the text of an identity document (Amazon EC2 User Guide, "Instance identity documents").</summary>
internal static class DocumentText
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a document; <see langword="false"/> unless it is a JSON object in which no member stands twice. What it says is not proven yet.</summary>
    public static bool TryRead(byte[] document, out DocumentCheck read)
    {
        read = DocumentCheck.Failed("document-malformed", "the document is not a JSON object with distinct members");
        try
        {
            using var json = JsonDocument.Parse(document, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return false;
            var content = new DataValue(json.RootElement.Clone());
            read = new DocumentCheck
            {
                Finding = null,
                Content = content,
                Region = content["region"].Text,
                Account = content["accountId"].Text,
                InstanceId = content["instanceId"].Text,
                PrivateIp = IpAddress.TryParse(content["privateIp"].Text, out var ip) ? ip : null,
                PendingTime = ReadTime(content["pendingTime"].Text),
            };
            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a character, which no JSON parser minds.
            return false;
        }
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        text is not null && text.Length > 0 && (text[^1] == 'Z' || text.AsSpan(text.Length - Math.Min(text.Length, 6)).ContainsAny('+', '-'))
        && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
