using System.Text.Json;

namespace Argos.Rules.Cli.LanguageServer.Rpc;

/// <summary>What the beginning of a message says that could not be read as a whole.</summary>
/// <param name="Id">The id of a request; undefined when none was found.</param>
/// <param name="Method">The method; <see langword="null"/> when it was not found.</param>
/// <param name="Uri">The document; <see langword="null"/> when it was not found.</param>
internal sealed record MessageOutline(JsonElement Id, string? Method, string? Uri)
{
    /// <summary>So much of a message that cannot be read is looked at, for what it was about.</summary>
    public const int Bytes = 16 * 1024;

    /// <summary>Reads as far as it goes.</summary>
    /// <param name="beginning">The first bytes of the message.</param>
    public static MessageOutline Of(ReadOnlySpan<byte> beginning)
    {
        var outline = new MessageOutline(default, null, null);
        var reader = new Utf8JsonReader(beginning[..Math.Min(beginning.Length, Bytes)], isFinalBlock: false, default);
        var path = new Stack<string>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        while (path.Count >= reader.CurrentDepth) path.Pop();
                        path.Push(reader.GetString()!);
                        break;
                    case JsonTokenType.String or JsonTokenType.Number:
                        outline = outline.With(string.Join('.', path.Reverse()), reader.CurrentDepth, ref reader);
                        break;
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // From here on it is not JSON, or not text.
        }
        return outline;
    }

    private MessageOutline With(string path, int depth, ref Utf8JsonReader value) => (path, depth, value.TokenType) switch
    {
        ("id", 1, _) => this with { Id = JsonElement.ParseValue(ref value) },
        ("method", 1, JsonTokenType.String) => this with { Method = value.GetString() },
        ("params.textDocument.uri", 3, JsonTokenType.String) => this with { Uri = value.GetString() },
        _ => this,
    };
}
