using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Argos.Rules.Contracts.Data;
using Argos.Rules.Contracts.Texts;
using Argos.Rules.Mgmt.Yaml;

namespace Argos.Rules.Mgmt.Desired;

/// <summary>Reads the text of a data key, JSON or YAML, as canonical JSON.</summary>
internal static class DocumentText
{
    private static readonly string[] Endings = [".json", ".yaml", ".yml"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The key without the ending that tells its format.</summary>
    public static string WithoutEnding(string key) =>
        Endings.FirstOrDefault(ending => key.EndsWith(ending, StringComparison.Ordinal) && key.Length > ending.Length) is { } found ? key[..^found.Length] : key;

    /// <summary>Reads a text; a key without an ending is JSON if it begins like an object or array, else YAML.</summary>
    public static bool TryRead(string text, string key, [NotNullWhen(true)] out byte[]? json, [NotNullWhen(false)] out TextProblem? problem)
    {
        json = null;
        var isJson = key.EndsWith(".json", StringComparison.Ordinal) || (WithoutEnding(key) == key && text.AsSpan().TrimStart() is ['{' or '[', ..]);
        if (isJson) return TryReadJson(text, out json, out problem);
        if (!YamlText.TryRead(text, out var documents, out problem)) return false;
        if (documents.Count == 1) return TryReadJson(documents[0], out json, out problem);
        problem = new TextProblem(documents.Count == 0 ? "the text is empty" : "the text has more than one document", 1, 1);
        return false;
    }

    private static bool TryReadJson(string text, [NotNullWhen(true)] out byte[]? json, [NotNullWhen(false)] out TextProblem? problem) =>
        TryReadJson(System.Text.Encoding.UTF8.GetBytes(text), out json, out problem);

    private static bool TryReadJson(byte[] text, [NotNullWhen(true)] out byte[]? json, [NotNullWhen(false)] out TextProblem? problem)
    {
        (json, problem) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            json = CanonicalJson.Of(document.RootElement);
            return true;
        }
        catch (JsonException e)
        {
            var (line, bytes) = (e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            var column = TextRows.ColumnBehind(System.Text.Encoding.UTF8.GetString(text), line, bytes);
            problem = new TextProblem("the text is not JSON: " + Reason(e), (int)line + 1, column);
        }
        catch (InvalidOperationException)
        {
            problem = new TextProblem("the text holds half a surrogate pair", 1, 1);
        }
        return false;
    }

    // The position is reported beside the message.
    private static string Reason(JsonException e) => e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.').ReplaceLineEndings(" ");
}
