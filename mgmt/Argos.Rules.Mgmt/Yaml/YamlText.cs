using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argos.Rules.Mgmt.Yaml;

/// <summary>
/// Reads YAML as JSON. Refuses what has no single meaning in JSON or can blow up: anchors and aliases, other tags, duplicate
/// keys, great depth. A plain scalar is a number only if JSON would read the same characters as one, so <c>007</c> stays a text.
/// </summary>
internal static class YamlText
{
    private const int DeepestLevel = 64;
    private const string NoAliases = "anchors and aliases are not supported; write the value where it is needed";
    private const string TextTag = "tag:yaml.org,2002:str";

    /// <summary>Reads all documents of a text; empty ones are left out.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out IReadOnlyList<byte[]>? documents, [NotNullWhen(false)] out TextProblem? problem)
    {
        var read = new List<byte[]>();
        var parser = new Parser(new StringReader(text));
        (documents, problem) = (null, null);
        try
        {
            parser.Consume<StreamStart>();
            while (!parser.Accept<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                if (ReadDocument(parser) is { } document) read.Add(document);
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException e)
        {
            problem = new TextProblem(e.Message.ReplaceLineEndings(" "), (int)e.Start.Line, (int)e.Start.Column);
            return false;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own, for escapes and directives that it does not expect: one text must not stop all others.
            var place = parser.Current?.End ?? new Mark(0, 1, 1);
            problem = new TextProblem("the text is not YAML here, or soon after", (int)place.Line, (int)place.Column);
            return false;
        }
        documents = read;
        return true;
    }

    private static byte[]? ReadDocument(Parser parser)
    {
        if (parser.Accept<Scalar>(out var only) && only is { Value: "", Style: ScalarStyle.Plain, Anchor.IsEmpty: true })
        {
            parser.MoveNext();
            return null;
        }
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        Write(parser, writer, 0);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Parser parser, Utf8JsonWriter writer, int depth)
    {
        if (parser.Accept<AnchorAlias>(out var alias)) throw Wrong(alias, NoAliases);
        var node = parser.Consume<NodeEvent>();
        if (!node.Anchor.IsEmpty) throw Wrong(node, NoAliases);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag.Value != TextTag) throw Wrong(node, $"the tag `{node.Tag.Value}` is not supported");
        if (depth > DeepestLevel) throw Wrong(node, $"more than {DeepestLevel} levels deep");
        if (node is Scalar scalar) WriteScalar(scalar, writer);
        else if (node is SequenceStart) WriteSequence(parser, writer, depth);
        else WriteMapping(parser, writer, depth);
    }

    private static void WriteSequence(Parser parser, Utf8JsonWriter writer, int depth)
    {
        writer.WriteStartArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) Write(parser, writer, depth + 1);
        writer.WriteEndArray();
    }

    private static void WriteMapping(Parser parser, Utf8JsonWriter writer, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.Accept<Scalar>(out var key)) throw Wrong(parser.Current!, "a key has to be a plain or quoted text");
            if (!key.Anchor.IsEmpty) throw Wrong(key, NoAliases);
            if (!names.Add(key.Value)) throw Wrong(key, $"the key `{key.Value}` stands here twice");
            parser.MoveNext();
            writer.WritePropertyName(key.Value);
            Write(parser, writer, depth + 1);
        }
        writer.WriteEndObject();
    }

    private static void WriteScalar(Scalar scalar, Utf8JsonWriter writer)
    {
        // The tags that get here, `!!str` and `!`, both say that it is a text.
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
        {
            writer.WriteStringValue(scalar.Value);
            return;
        }
        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                writer.WriteBooleanValue(false);
                break;
            case var text when IsNumber(text):
                writer.WriteRawValue(text);
                break;
            default:
                writer.WriteStringValue(scalar.Value);
                break;
        }
    }

    private static bool IsNumber(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] != '-') return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static YamlException Wrong(ParsingEvent place, string message) => new(place.Start, place.End, message);
}
