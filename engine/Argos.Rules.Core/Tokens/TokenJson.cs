using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Argos.Rules.Core.Tokens;

/// <summary>Strict reading of the JSON in a token.</summary>
internal static class TokenJson
{
    // Readers disagree about which of two equal members counts, so a token that has them is refused.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static bool TryParseObject(ReadOnlySpan<byte> json, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(json, Strict);
            if (element.ValueKind != JsonValueKind.Object) return false;
            // A name with half a character cannot even be compared with another one.
            foreach (var member in element.EnumerateObject()) _ = member.Name;
            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Dropped on purpose: it may quote the token.
            element = default;
            return false;
        }
    }

    /// <summary>The text of a JSON string; <see langword="false"/> also for one that is no Unicode text.</summary>
    public static bool TryText(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (element.ValueKind != JsonValueKind.String) return false;
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
