using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Core.Data;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// Parses a body strictly, so that what is stored can be read by anyone later: valid UTF-8, whole characters, no member twice.
/// </summary>
internal static class JsonBody
{
    /// <summary>What is wrong with no body at all.</summary>
    public const string Empty = "the body is empty, JSON is expected";

    /// <summary>Parses.</summary>
    /// <param name="json">The text; it must live as long as the document.</param>
    /// <param name="document">The document.</param>
    /// <param name="problem">What is wrong and where, without any of the text.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? problem)
    {
        document = null;
        if (ByteOrderMark.Begins(json.Span)) json = json[ByteOrderMark.Length..];
        problem = json.IsEmpty ? Empty : null;
        if (problem is null && !Utf8.IsValid(json.Span)) problem = "the body is not valid UTF-8";
        if (problem is null && HasHalfCharacters(json.Span)) problem = "the body has an escaped half of a character (a lone surrogate)";
        if (problem is not null) return false;
        try
        {
            document = JsonDocument.Parse(json, JsonText.ReaderOptions);
            return true;
        }
        catch (JsonException e)
        {
            problem = Describe(e);
            return false;
        }
    }

    /// <summary>What is wrong and where, without any of the text.</summary>
    public static string Describe(JsonException e) => e.LineNumber is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"the body is not valid JSON at line {line + 1}, byte {e.BytePositionInLine + 1}")
        : "the body is not valid JSON: an object has a member twice";

    private static bool HasHalfCharacters(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0) return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonText.MaximumDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            }
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (JsonException)
        {
            // The parser says it better.
            return false;
        }
    }
}
